// SPDX-License-Identifier: Apache-2.0
// also as an ordinary user
// Names that fail at the lab's real resolver, as clients see it.
#include <doctest/doctest.h>

#include <csignal>

#include "injectors/injectors.hpp"
#include "tests/regions/support/driven_run.hpp"
#include "tests/regions/support/paths.hpp"
#include "tests/regions/support/world_look.hpp"
#include "world/perform.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

constexpr const char* k_resolver = "10.77.0.13:53";

/// What the clients' resolver says of a name.
std::string asked(const Lab& lab, const std::string& name) {
  const auto told =
      lab.on("clients", {gameday_binary().string(), "agent", "dns_ask", "--", k_resolver, name});
  REQUIRE_MESSAGE(told.status == 0, told.err);
  return told.out;
}

Inventory inventory(const Lab& lab) {
  const Home home;
  const auto example = plan_example("dns_fail", lab.name(), "1a2b3c4d", 20s);
  if (!example) FAIL(example.error().text());
  return example->inventory;
}

/// The fault, made and taken back by its own actions.
class Failing {
 public:
  Failing(const Inventory& there, std::map<std::string, std::string> how, Duration lasts = 20s)
      : m_performer{there, gameday_binary()} {
    Params params;
    for (const auto& [key, value] : how) params.set(key, value);
    params.set("domain", std::string{"shop.lab"});
    auto planned = k_injector_dns_fail.plan(
        params,
        {.run_id = "1a2b3c4d", .fault = "names", .inventory = there, .expires_after = lasts});
    if (!planned) FAIL(planned.error().text());
    for (const Change& change : planned->changes) {
      m_changes.push_back(
          resolve(change, Json::object(), std::chrono::system_clock::now()).value());
    }
    for (const Change& change : m_changes) {
      for (const Action& action : change.plant) act(action);
      act(change.apply);
      CHECK(eventually([&] { return seen(change) == Seen::in_force; }, 2s));
    }
  }

  void revert() {
    for (auto change = m_changes.rbegin(); change != m_changes.rend(); ++change) {
      act(*change->revert);
      CHECK(eventually([&] { return seen(*change) == Seen::gone; }, 2s));
      for (const Action& action : change->unplant) act(action);
    }
  }

  [[nodiscard]] bool is(Seen what) { return seen(m_changes.back()) == what; }

 private:
  void act(const Action& action) {
    const auto done = m_performer.perform(action);
    if (!done) FAIL(done.error().text());
    CHECK_MESSAGE(done->ok, done->err);
  }
  [[nodiscard]] Seen seen(const Change& change) {
    return read_seen(change.verify, m_performer.perform(change.verify.look));
  }

  RealPerformer m_performer;
  std::vector<Change> m_changes;
};

}  // namespace

TEST_CASE("one name fails in each way, every other name goes on, and nothing is left") {
  const Lab lab{"dns"};
  const Inventory there = inventory(lab);
  const std::string before = look_at_world(lab);
  const std::string good = asked(lab, "shop.lab");
  CHECK(good == "10.77.0.12\n");
  for (const auto& [how, told] : std::vector<std::pair<std::string, std::string>>{
           {"servfail", "rcode 2\n"}, {"silence", "silence\n"}, {"wrong", "10.77.9.99\n"}}) {
    CAPTURE(how);
    std::map<std::string, std::string> params{{"how", how}};
    if (how == "wrong") params["address"] = "10.77.9.99";
    Failing failing{there, params};
    CHECK(asked(lab, "shop.lab") == told);
    CHECK(asked(lab, "www.shop.lab") == told);
    CHECK(asked(lab, "orders.lab") == "10.77.0.12\n");
    failing.revert();
    CHECK(asked(lab, "shop.lab") == good);
    CHECK(difference(before, look_at_world(lab)) == "");
  }
}

TEST_CASE("with nobody alive the kernel lets the questions past again") {
  const Lab lab{"dns"};
  const Inventory there = inventory(lab);
  Failing failing{there, {{"how", "servfail"}}, 2s};
  CHECK(asked(lab, "shop.lab") == "rcode 2\n");
  CHECK(eventually([&] { return asked(lab, "shop.lab") == "10.77.0.12\n"; }, 5s));
  CHECK(failing.is(Seen::inert));
  failing.revert();
}

}  // namespace gameday::regions
