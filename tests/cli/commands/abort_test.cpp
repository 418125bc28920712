// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <unistd.h>

#include "drills/record/run_directory.hpp"
#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

void point_at_this_process(const std::filesystem::path& folder, const std::string& run_id) {
  REQUIRE(write_live_pointer({.run_id = run_id,
                              .folder = folder / run_id,
                              .pid = getpid(),
                              .start_time = process_start_time(getpid()),
                              .boot_id = boot_id()})
              .has_value());
}

TEST_CASE("without a run under way there is nothing to abort") {
  const Scratch scratch;
  const Variable live("GAMEDAY_LIVE", scratch.path.string());
  CHECK(run_program({"abort"}).status == 5);
  CHECK(run_program({"abort", "0123abcd"}).status == 5);
}

TEST_CASE("where several are under way it has to be said which") {
  const Scratch scratch;
  const Variable live("GAMEDAY_LIVE", scratch.path.string());
  point_at_this_process(scratch.path, "0123abcd");
  point_at_this_process(scratch.path, "4567cdef");
  const ProcessOutcome outcome = run_program({"abort"});
  CHECK(outcome.status == 4);
  CHECK(outcome.err.find("0123abcd") != std::string::npos);
  CHECK(outcome.err.find("4567cdef") != std::string::npos);
}

TEST_CASE("a run whose folder is gone cannot be told, which is loud") {
  const Scratch scratch;
  const Variable live("GAMEDAY_LIVE", scratch.path.string());
  point_at_this_process(scratch.path, "0123abcd");
  CHECK(run_program({"abort", "0123abcd"}).status == 3);
}

}  // namespace
}  // namespace gameday
