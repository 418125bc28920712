// SPDX-License-Identifier: Apache-2.0
#include "drills/run/proving.hpp"

#include <doctest/doctest.h>

#include "tests/fakes/fake_clock.hpp"
#include "tests/fakes/fake_prompt.hpp"
#include "tests/fakes/scripted_performer.hpp"

namespace gameday {
namespace {

Proof dial(const std::string& name, bool inside) {
  return {.name = name,
          .inside = inside,
          .look = {.host = {name}, .what = Exec{.argv = {"dial", name}}},
          .confirms = {.status = 2},
          .refutes = {.status = 0}};
}

PlannedFault fault_with_two_proofs() {
  PlannedFault fault;
  fault.spec.name = "cut";
  fault.plan.proofs = {dial("clients", false), dial("db-a", true)};
  return fault;
}

Outcome exited(int status) { return {status == 0, status, "", "", {}}; }

TEST_CASE("the worst proof counts") {
  ScriptedPerformer performer;
  performer.on("dial clients", {exited(2)});
  ProofResult expected = ProofResult::confirmed;
  SUBCASE("both confirm") { performer.on("dial db-a", {exited(2)}); }
  SUBCASE("one was answered: it did not bite") {
    performer.on("dial db-a", {exited(0)});
    expected = ProofResult::mismatch;
  }
  SUBCASE("one cannot tell") {
    performer.on("dial db-a", {exited(127)});
    expected = ProofResult::inconclusive;
  }
  SUBCASE("one could not be looked at") { expected = ProofResult::inconclusive; }
  const auto proven = prove(performer, fault_with_two_proofs());
  CHECK(proven.proof == expected);
  CHECK(proven.details.size() == 2);
}

TEST_CASE("a fault without proofs is not confirmed") {
  ScriptedPerformer performer;
  PlannedFault fault;
  CHECK(prove(performer, fault).proof == ProofResult::inconclusive);
}

/// A cloud that does what it was asked for after some looks.
class SlowCloud : public Performer {
 public:
  explicit SlowCloud(int looks) : m_looks{looks} {}
  Result<Outcome> perform(const Action& /*action*/) override {
    return m_looks-- > 0 ? exited(0) : exited(2);
  }

 private:
  int m_looks;
};

TEST_CASE("the onset of what happens later ends with the look that saw it, or at the limit") {
  PlannedFault fault;
  fault.spec.lasts = std::chrono::seconds{10};
  fault.plan.proofs = {dial("clients", false)};
  for (const auto& [looks, expected] :
       {std::pair{0, 0}, std::pair{7, 1400}, std::pair{1000, 10'000}}) {
    SlowCloud cloud{looks};
    FakeClock clock;
    FakePrompt prompt;
    World world{clock, cloud, prompt};
    const Instant began = clock.now();
    const Instant seen = see_it_bite(world, fault, [&](Duration length) { clock.advance(length); });
    CHECK(seen - began == std::chrono::milliseconds{expected});
  }
}

TEST_CASE("counters that cannot be read are none") {
  ScriptedPerformer performer;
  PlannedFault fault = fault_with_two_proofs();
  fault.plan.mechanism = "nftables";
  fault.plan.counters = {{.host = {"router"}, .what = Netfilter{{"list table inet x"}}}};
  CHECK(read_counters(performer, fault).counters.empty());
}

}  // namespace
}  // namespace gameday
