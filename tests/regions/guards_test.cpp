// SPDX-License-Identifier: Apache-2.0
// What the operators' own configuration forbids is refused before anything is changed, by the name
// of the rule and its line; and one drill at a time, whoever starts it and from wherever.
#include <doctest/doctest.h>
#include <signal.h>
#include <stdlib.h>

#include <nlohmann/json.hpp>

#include "drills/guard/lock.hpp"
#include "tests/regions/support/drill.hpp"
#include "world/clock.hpp"

namespace gameday::regions {
namespace {

constexpr int k_refused = 5;
constexpr int k_aborted = 6;
constexpr const char* k_locks = "/run/gameday";

/// $GAMEDAY_CONFIG with this text while it lives.
class Config {
 public:
  Config(const Home& home, const std::string& text) {
    setenv("GAMEDAY_CONFIG", home.write("guards.toml", text).c_str(), 1);
  }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;
  ~Config() { unsetenv("GAMEDAY_CONFIG"); }
};

bool has(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

bool is_refused(const Lab& lab, const std::string& rule, const std::string& place) {
  const ProcessOutcome run = run_drill_in(lab, "region_blackhole");
  INFO(run.out << run.err);
  CHECK(run.status == k_refused);
  CHECK(has(run.err, "guard " + rule + ": "));
  CHECK(has(run.err, "guards.toml:" + place));
  return run.status == k_refused;
}

/// The locks of other people's runs, and ours, on the router.
std::string locks_of(const Lab& lab) {
  return lab.on("router", {"find", k_locks, "-name", "lock-*"}).out;
}

TEST_CASE("what the configuration forbids is refused by name and line, and nothing is touched") {
  const Lab lab("guards");
  const Home home;
  {
    const Config config(home,
                        "[[freeze]]\nwhy = \"always\"\noffset = \"Z\"\n"
                        "days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\n");
    CHECK(is_refused(lab, "freeze", "1"));
  }
  {
    const Config config(home, "\nprotected = [\"region-a.db\"]\n");
    CHECK(is_refused(lab, "protected", "2"));
  }
  {
    const Config config(home, "largest_share = 0.5\n");
    CHECK(is_refused(lab, "largest_share", "1"));
  }
  {
    const Config config(home, "environments = [\"staging\"]\n");
    CHECK(is_refused(lab, "environments", "1"));
    const ProcessOutcome plan = gameday({"plan", "region_blackhole", "--lab", lab.name()});
    CHECK(plan.status == 0);
    CHECK(has(plan.out, "REFUSES: the environment \"lab\" is not among those allowed"));
  }
  {
    const Config config(home,
                        "[[incident]]\nname = \"pager\"\nkind = \"tcp\"\n"
                        "address = \"127.0.0.1:1\"\ntimeout = \"200ms\"\n");
    CHECK(is_refused(lab, "incident", "1"));
  }
  {
    const Config config(home, "largest_shares = 1\n");
    CHECK(run_drill_in(lab, "region_blackhole").status == 4);
  }
  {
    const Config config(home,
                        "environments = [\"lab\"]\nnetworks = [\"10.77.0.0/16\", \"fd77::/16\"]\n"
                        "largest_share = 1\n[[incident]]\nname = \"pager\"\nkind = \"command\"\n"
                        "command = [\"true\"]\n");
    CHECK(gameday({"run", "region_blackhole", "--lab", lab.name(), "--preflight"}).status == 0);
  }
  CHECK(router_is_clean(lab));
  CHECK(locks_of(lab).empty());
}

TEST_CASE("a colleague's lock holds everybody up; our own lies there while a drill is under way") {
  const Lab lab("guards");
  const Home home;
  const LockHolder ann{.run_id = "0badcafe",
                       .by = "ann",
                       .since = RealClock{}.wall(),
                       .lasts = std::chrono::minutes{5}};
  const std::string file = std::string{k_locks} + "/lock-lab." + lab.name() + ".0badcafe";
  REQUIRE(lab.on("router", {"mkdir", "-p", k_locks}).status == 0);
  REQUIRE(lab.on("router", {"dd", "status=none", "of=" + file}, to_line(ann)).status == 0);
  const ProcessOutcome held = run_drill_in(lab, "region_blackhole");
  CHECK(held.status == k_refused);
  CHECK(has(held.err, "guard lock: lab." + lab.name() + " on router: run 0badcafe of ann, since "));
  REQUIRE(lab.on("router", {"rm", file}).status == 0);

  DrillUnderWay run(lab, "region_blackhole");
  REQUIRE(run.tells("is in force"));
  CHECK(has(locks_of(lab), "/lock-lab." + lab.name() + "."));
  {
    const Home elsewhere;
    const ProcessOutcome second = run_drill_in(lab, "region_blackhole");
    INFO(second.err);
    CHECK(second.status == k_refused);
    CHECK(has(second.err, "guard lock: "));
    const ProcessOutcome found =
        gameday({"doctor", "--inventory", "lab.toml", "--lab", lab.name(), "--format", "json"});
    INFO(found.out << found.err);
    CHECK(has(found.out, "lock of lab." + lab.name() + " on router"));
    CHECK(has(found.out, "guard.lock on router"));
  }
  run.signal(SIGINT);
  CHECK(run.ended() == k_aborted);
  CHECK(locks_of(lab).empty());
  CHECK(router_is_clean(lab));
}

}  // namespace
}  // namespace gameday::regions
