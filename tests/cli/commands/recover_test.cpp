// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include "tests/cli/support/dead_run.hpp"
#include "tests/cli/support/gameday.hpp"

using namespace gameday;

namespace {

bool exists(const std::string& file) { return std::filesystem::exists(file); }

}  // namespace

TEST_CASE("what a dead run left is put back; again, there is nothing to do") {
  const DeadRun run;
  run.leave_file(run.change());
  const ProcessOutcome first = run_program({"recover"});
  CHECK(first.status == 0);
  CHECK(first.out.find("reverted fault.file") != std::string::npos);
  CHECK_FALSE(exists(run.file));
  CHECK(live_pointers().empty());
  CHECK(run_program({"recover"}).out == "nothing is in force\n");
}

TEST_CASE("what cannot be put back is said, with exit status 3, until it can") {
  const DeadRun run;
  Change change = run.change();
  std::get<Exec>(change.revert->what).argv = {"false"};
  run.leave_file(change);
  const ProcessOutcome outcome = run_program({"recover"});
  CHECK(outcome.status == 3);
  CHECK(outcome.err.find("MAY STILL BE IN FORCE: fault.file") != std::string::npos);
  std::filesystem::remove(run.file);
  CHECK(run_program({"recover"}).status == 0);
}

TEST_CASE("what somebody else has changed since goes back only by name") {
  const DeadRun run;
  run.leave_file(run.change());
  std::ofstream{run.file} << "theirs\n";
  CHECK(run_program({"recover"}).status == 3);
  CHECK(exists(run.file));
  CHECK(run_program({"recover", "--force", "no.such.change"}).status == 4);
  CHECK(run_program({"recover", "--force", "fault.file"}).status == 0);
  CHECK_FALSE(exists(run.file));
  CHECK(run_program({"recover"}).status == 0);
}

TEST_CASE("a run is meant by its id") {
  const DeadRun run;
  run.leave_file(run.change());
  CHECK(run_program({"recover", "0000dead"}).status == 4);
  CHECK(exists(run.file));
  CHECK(run_program({"recover", "feedbeef"}).status == 0);
  CHECK_FALSE(exists(run.file));
}

TEST_CASE("a run that lives is refused") {
  DeadRun run;
  run.leave_file(run.change());
  run.pointer.pid = ::getpid();
  run.pointer.start_time = process_start_time(::getpid());
  REQUIRE(write_live_pointer(run.pointer));
  const ProcessOutcome outcome = run_program({"recover"});
  CHECK(outcome.status == 5);
  CHECK(outcome.err.find("gameday abort feedbeef") != std::string::npos);
  CHECK(exists(run.file));
}

TEST_CASE("at boot only what an earlier boot left is put back") {
  DeadRun run;
  run.leave_file(run.change());
  CHECK(run_program({"recover", "--boot"}).status == 0);
  CHECK(exists(run.file));
  run.pointer.boot_id = "an earlier one";
  REQUIRE(write_live_pointer(run.pointer));
  std::filesystem::remove(run.folder / "journal.jsonl");
  run.leave_file(run.change());
  CHECK(run_program({"recover", "--boot"}).status == 0);
  CHECK_FALSE(exists(run.file));
  CHECK(live_pointers().empty());
}

TEST_CASE("a run that had changed nothing is forgotten; one whose folder is lost is not") {
  const DeadRun run;
  std::ofstream{run.folder / "journal.jsonl"} << "{";
  CHECK(run_program({"recover"}).status == 0);
  CHECK(live_pointers().empty());
  const DeadRun lost;
  const ProcessOutcome outcome = run_program({"recover"});
  CHECK(outcome.status == 3);
  CHECK(outcome.err.find("--from-world") != std::string::npos);
  CHECK(live_pointers().size() == 1);
}

TEST_CASE(
    "from the world: an inventory is needed, and pointers of lost runs go when all is clean") {
  const DeadRun lost;
  CHECK(run_program({"recover", "--from-world"}).status == 4);
  CHECK(run_program({"recover", "--from-world", "--inventory", "/none.toml"}).status == 4);
  std::ofstream{lost.scratch.path / "bad.toml"} << "environment = ";
  CHECK(run_program({"recover", "--from-world", "--inventory", lost.scratch.path / "bad.toml"})
            .status == 4);
  const ProcessOutcome outcome =
      run_program({"recover", "--from-world", "--inventory", lost.folder / "inventory.toml"});
  CHECK(outcome.status == 0);
  CHECK(live_pointers().empty());
}
