// SPDX-License-Identifier: Apache-2.0
// The keeper over the fake world, with a gameday that hangs, leaves, or dies, at every journal
// state.
#include "drills/run/keeper_watch.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/drills/run/crash_rig.hpp"
#include "tests/drills/run/stand_in.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

constexpr int k_most_places = 400;

/// A crash rig whose run belongs to a process that stands in for gameday.
struct WatchRig : CrashRig {
  WatchRig() {
    std::filesystem::remove(file);
    head.pid = gameday.pid();
    head.start_time = gameday.start_time();
    (void)Journal::create(file, head).value();
    std::array<int, 2> fds{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) == 0);
    link.reset(fds[0]);
    keepers.reset(fds[1]);
  }
  KeeperWatch watch() { return KeeperWatch::open(setup(), world, inventory).value(); }
  [[nodiscard]] KeeperSetup setup() const {
    return {.run_folder = scratch.path, .socket = keepers.get()};
  }
  void say(const Json& message) const {
    REQUIRE(send_all(link.get(), frame(message), 1s) == Moved::done);
  }

  StandIn gameday;
  Inventory inventory;
  UniqueFd link;
  UniqueFd keepers;
  Scratch pointers;
  Variable live{"GAMEDAY_LIVE", pointers.path.string()};
};

void check_lifted(const WatchRig& rig) {
  CHECK_FALSE(rig.fake.things.contains("cut"));
  CHECK_FALSE(rig.fake.things.contains("table"));
  CHECK(rig.fake.things.at("sync") == "before");
  const JournalContent content = rig.content();
  CHECK(content.closed);
  if (!content.point_of_no_return) return;
  const int lifted = rig.fake.position("unmake cut ours");
  CHECK(content.fenced);
  if (lifted >= 0) CHECK(rig.fake.position("make fence ours") < lifted);
}

TEST_CASE("a gameday that hangs is ended, and all is put back, at every journal state") {
  std::set<std::string> seen;
  bool lived = false;
  for (int place = 0; !lived && place < k_most_places; ++place) {
    CAPTURE(place);
    WatchRig rig;
    lived = rig.process(place, whole_drill);
    if (!seen.insert(rig.fingerprint()).second || lived) continue;
    rig.gameday.hold(rig.file);
    KeeperWatch watch = rig.watch();
    rig.clock.advance(k_heartbeat_limit + 1s);
    CHECK(watch.run() == 0);
    CHECK_FALSE(rig.gameday.lives());
    check_lifted(rig);
  }
  CHECK(lived);
}

TEST_CASE("end of file from a gameday on its way out: it is not ended, its journal is taken") {
  WatchRig rig;
  rig.process(40, whole_drill);
  KeeperWatch watch = rig.watch();
  rig.link.reset();
  CHECK(watch.run() == 0);
  CHECK(rig.gameday.lives());
  check_lifted(rig);
}

TEST_CASE("end of file from a gameday that does not let go: it is ended") {
  WatchRig rig;
  rig.process(40, whole_drill);
  rig.gameday.hold(rig.file);
  KeeperWatch watch = rig.watch();
  rig.link.reset();
  CHECK(watch.run() == 0);
  CHECK_FALSE(rig.gameday.lives());
  check_lifted(rig);
}

TEST_CASE("a gameday that dies with its end of the link left open somewhere is noticed") {
  WatchRig rig;
  rig.process(40, whole_drill);
  rig.gameday.hold(rig.file);
  KeeperWatch watch = rig.watch();
  ::kill(rig.gameday.pid(), SIGKILL);
  CHECK(watch.run() == 0);
  check_lifted(rig);
}

TEST_CASE("with the run's folder deleted in mid-fault all is put back as well") {
  WatchRig rig;
  rig.process(40, whole_drill);
  KeeperWatch watch = rig.watch();
  std::filesystem::remove_all(rig.scratch.path);
  rig.link.reset();
  CHECK(watch.run() == 0);
  CHECK_FALSE(rig.fake.things.contains("cut"));
}

TEST_CASE("a change past its deadline is lifted although gameday beats") {
  WatchRig rig;
  rig.process(-1, [](Executor& executor, Journal&) { REQUIRE(executor.apply(a_cut())); });
  rig.gameday.hold(rig.file);
  KeeperWatch watch = rig.watch();
  rig.clock.advance(30s);
  rig.say({{"beat", true}});
  CHECK(watch.run() == 0);
  CHECK_FALSE(rig.gameday.lives());
  CHECK_FALSE(rig.fake.things.contains("cut"));
}

TEST_CASE("it serves what is asked, and leaves when it is dismissed") {
  WatchRig rig;
  rig.process(-1, [](Executor&, Journal& journal) { REQUIRE(journal.close()); });
  Action action{{}, 1s, Netfilter{{"make cut ours"}}};
  rig.say({{"do", 1}, {"action", to_json(action)}});
  rig.say({{"do", 2}, {"action", Json::array()}});
  rig.say({{"beat", true}});
  rig.say({{"bye", true}});
  CHECK(rig.watch().run() == 0);
  CHECK(rig.fake.things.contains("cut"));
  FrameReader reader;
  REQUIRE(receive_some(rig.link.get(), reader, 1s) == Moved::done);
  CHECK(read_answer(reader.next().value()).value().ok);
  CHECK(read_answer(reader.next().value()).error().kind == ErrorKind::bad_input);
}

TEST_CASE("what a gameday that is dead by now asked for is not begun") {
  WatchRig rig;
  const Action action{{}, 1s, Netfilter{{"make cut ours"}}};
  rig.say({{"do", 1}, {"action", to_json(action)}});
  KeeperWatch watch = rig.watch();
  ::kill(rig.gameday.pid(), SIGKILL);
  siginfo_t info{};
  ::waitid(P_PID, static_cast<id_t>(rig.gameday.pid()), &info, WEXITED | WNOWAIT);
  CHECK(watch.run() == 0);
  CHECK(rig.fake.effects.empty());
}

TEST_CASE("rubbish on the link is taken for a gameday that is gone") {
  WatchRig rig;
  rig.process(40, whole_drill);
  REQUIRE(send_all(rig.link.get(), "\xff\xff\xff\xff rubbish", 1s) == Moved::done);
  CHECK(rig.watch().run() == 0);
  check_lifted(rig);
}

LivePointer a_pointer() {
  return {.run_id = "0badcafe", .folder = {}, .boot_id = {}, .inventory = {}};
}

TEST_CASE("what cannot be fenced at once is tried again; what is held keeps the pointer") {
  WatchRig rig;
  rig.process(40, whole_drill);
  REQUIRE(rig.content().point_of_no_return);
  REQUIRE(write_live_pointer(a_pointer()));
  rig.fake.flaky["make fence ours"] = 2;
  rig.link.reset();
  CHECK(rig.watch().run() == 0);
  check_lifted(rig);
  CHECK(live_pointers().size() == 1);
}

TEST_CASE("what cannot be fenced at all stays cut, and is said by the exit status") {
  WatchRig rig;
  rig.process(40, whole_drill);
  rig.fake.broken.insert("make fence ours");
  rig.link.reset();
  KeeperSetup setup = rig.setup();
  setup.budget = 100ms;
  std::string said;
  setup.log = [&](std::string_view text) { said += text; };
  CHECK(KeeperWatch::open(setup, rig.world, rig.inventory).value().run() == 3);
  CHECK(said.find("NOT FENCED") != said.npos);
  CHECK(rig.fake.things.contains("cut"));
  CHECK_FALSE(rig.content().closed);
}

TEST_CASE("the pointer goes when nothing is left, not even what is held") {
  WatchRig rig;
  rig.process(-1, [](Executor& executor, Journal&) { REQUIRE(executor.apply(a_cut())); });
  REQUIRE(write_live_pointer(a_pointer()));
  rig.link.reset();
  CHECK(rig.watch().run() == 0);
  CHECK(live_pointers().empty());
}

TEST_CASE("without a journal there is nothing to keep") {
  WatchRig rig;
  std::filesystem::remove(rig.file);
  CHECK_FALSE(KeeperWatch::open(rig.setup(), rig.world, rig.inventory));
}

}  // namespace
}  // namespace gameday
