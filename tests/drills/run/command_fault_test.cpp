// SPDX-License-Identifier: Apache-2.0
// The samples of docs/samples, carried out on this machine as a drill would.
#include <doctest/doctest.h>
#include <poll.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "drills/run/executor.hpp"
#include "injectors/deadman.hpp"
#include "injectors/injectors.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/fakes/fake_prompt.hpp"
#include "world/clock.hpp"
#include "world/perform.hpp"

namespace gameday {
namespace {

using Words = std::vector<std::string>;

std::string read(const std::filesystem::path& path) {
  std::string line;
  std::ifstream stream{path};
  std::getline(stream, line);
  return line;
}

/// This machine as a host, with a folder of the test's own for what gameday puts there.
struct Here {
  Here() {
    Host host;
    host.name = "here";
    host.transport = "local";
    host.scratch = scratch.path;
    inventory.hosts["here"] = host;
    JournalHead head;
    head.run_id = "1a2b3c4d";
    (void)Journal::create(journal_file, head).value();
  }

  Change plan(const Words& program, Json with, Duration expires) {
    Params params;
    params.set("host", std::string{"here"});
    params.set("program", program);
    params.set("params", std::make_shared<const Json>(std::move(with)));
    auto planned = k_injector_command.plan(
        params,
        {.run_id = "1a2b3c4d", .fault = "mine", .inventory = inventory, .expires_after = expires});
    if (!planned) FAIL(planned.error().text());
    return planned->changes.at(0);
  }

  template <class Work>
  void work(Work&& what) {
    RealPerformer performer{inventory};
    RealClock clock;
    FakePrompt prompt;
    World world{clock, performer, prompt};
    auto journal = Journal::adopt(journal_file, std::chrono::seconds{1}).value();
    Executor executor{world, journal, {}};
    what(executor, performer);
  }

  [[nodiscard]] std::size_t planted() const {
    const std::filesystem::path folder = scratch.path / "gameday";
    if (!std::filesystem::exists(folder)) return 0;
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{folder}, {}));
  }

  Scratch scratch;
  std::filesystem::path journal_file = scratch.path / "journal.jsonl";
  Inventory inventory;
};

const std::string k_samples = std::string{GAMEDAY_SOURCE_DIR} + "/docs/samples/";

TEST_CASE("the sample in shell: applied, seen, taken back, nothing left") {
  Here here;
  const auto marker = here.scratch.path / "marker";
  const Change change =
      here.plan({k_samples + "marker-fault.sh", marker}, Json::object(), std::chrono::minutes{5});
  here.work([&](Executor& executor, Performer& performer) {
    const auto applied = executor.apply(change);
    REQUIRE_MESSAGE(applied, applied.error().text());
    CHECK(std::filesystem::exists(marker));
    CHECK(here.planted() == 2);
    const auto listed = performer.perform(list_notes(here.inventory.hosts.at("here")));
    REQUIRE(listed);
    REQUIRE(read_notes(listed->out).notes.size() == 1);
    const auto reverted = executor.revert(change.id);
    REQUIRE_MESSAGE(reverted, reverted.error().text());
    CHECK_FALSE(std::filesystem::exists(marker));
    CHECK(here.planted() == 0);
  });
}

TEST_CASE("the sample in Python: what stood there is put back, and somebody else's value is not") {
  Here here;
  const auto file = here.scratch.path / "level";
  std::ofstream{file} << "7\n";
  const Change change =
      here.plan({k_samples + "level-fault.py", file}, {{"level", 0}}, std::chrono::minutes{5});
  here.work([&](Executor& executor, Performer&) {
    const auto applied = executor.apply(change);
    REQUIRE_MESSAGE(applied, applied.error().text());
    CHECK(read(file) == "0");
    std::ofstream{file} << "5\n";
    const auto refused = executor.revert(change.id);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().text().find("changed by someone else") != std::string::npos);
    std::ofstream{file} << "0\n";
    REQUIRE(executor.revert(change.id));
    CHECK(read(file) == "7");
  });
}

TEST_CASE("with nobody left, the timer on the host calls the revert") {
  Here here;
  const auto file = here.scratch.path / "level";
  std::ofstream{file} << "7\n";
  const Change change =
      here.plan({k_samples + "level-fault.py", file}, {{"level", 0}}, std::chrono::seconds{4});
  here.work([&](Executor& executor, Performer&) {
    REQUIRE(executor.apply(change));
    CHECK(read(file) == "0");
    for (int i = 0; i < 1500 && read(file) == "0"; ++i) (void)::poll(nullptr, 0, 10);
    CHECK(read(file) == "7");
    CHECK(executor.revert(change.id));
    CHECK(here.planted() == 0);
  });
}

}  // namespace
}  // namespace gameday
