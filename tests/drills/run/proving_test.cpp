// SPDX-License-Identifier: Apache-2.0
#include "drills/run/proving.hpp"

#include <doctest/doctest.h>

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

TEST_CASE("counters that cannot be read are none") {
  ScriptedPerformer performer;
  PlannedFault fault = fault_with_two_proofs();
  fault.plan.mechanism = "nftables";
  fault.plan.counters = {{.host = {"router"}, .what = Netfilter{{"list table inet x"}}}};
  CHECK(read_counters(performer, fault).counters.empty());
}

}  // namespace
}  // namespace gameday
