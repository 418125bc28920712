// SPDX-License-Identifier: Apache-2.0
#include "tests/injectors/kubernetes_plan.hpp"

using namespace gameday;

namespace {

constexpr const char* k_whose = "whose=gameday/1a2b3c4d/Cut_A ";
constexpr const char* k_all = R"(spec={"podSelector":{},"policyTypes":["Ingress","Egress"]})";

std::string chaos(const std::string& phase, const std::string& conditions = "") {
  return k_whose + std::string{"action=partition direction=both duration=90s phase="} + phase +
         " " + conditions + "\n";
}

bool confirms(const Proof& proof, const std::string& printed, int status = 0) {
  return matches(proof.confirms, Outcome{status == 0, status, printed, {}});
}

bool refutes(const Proof& proof, const std::string& printed, int status = 0) {
  return matches(proof.refutes, Outcome{status == 0, status, printed, {}});
}

}  // namespace

TEST_CASE(
    "each namespace gets a policy of ours that allows nothing, tagged with run and deadline") {
  const KubernetesPlanning given;
  const auto plan = given.plan();
  REQUIRE(plan);
  REQUIRE(plan->changes.size() == 2);
  CHECK(plan->asynchronous);
  const Change& change = plan->changes.at(0);
  CHECK(change.id == "fault.Cut_A.shop");
  CHECK(plan->changes.at(1).id == "fault.Cut_A.payments");
  const Json object = object_of(change.apply);
  CHECK(object["apiVersion"] == "networking.k8s.io/v1");
  CHECK(object["kind"] == "NetworkPolicy");
  const Json& about = object["metadata"];
  CHECK(about["namespace"] == "shop");
  CHECK(about["labels"] ==
        Json{{"app.kubernetes.io/managed-by", "gameday"}, {"gameday.run", "1a2b3c4d"}});
  CHECK(about["annotations"]["gameday.fault"] == "Cut_A");
  CHECK(about["annotations"]["gameday.deadline"] == "2025-11-24T16:01:30Z");
  CHECK_FALSE(about["annotations"].contains("gameday.fence-first"));
  CHECK(object["spec"] == Json::parse(R"({"podSelector":{},"policyTypes":["Ingress","Egress"]})"));
  CHECK(change.summary.find("no other policy") != std::string::npos);
  CHECK(change.dead_man == DeadMan::nobody);
  CHECK_FALSE(change.expires_after);
}

TEST_CASE("a direction and labels of the pods narrow it") {
  KubernetesPlanning given;
  given.label("app", "shop");
  given.params.set("direction", std::string{"in"});
  CHECK(object_of(given.plan()->changes.at(0).apply)["spec"] ==
        Json::parse(R"({"podSelector":{"matchLabels":{"app":"shop"}},"policyTypes":["Ingress"]})"));
  given.params.set("direction", std::string{"out"});
  CHECK(object_of(given.plan()->changes.at(0).apply)["spec"]["policyTypes"] ==
        Json::array({"Egress"}));
}

TEST_CASE("nothing is made where the API would not take it, or let it be taken away again") {
  const Change change = KubernetesPlanning{}.plan()->changes.at(0);
  REQUIRE(change.plant.size() == 3);
  CHECK(has_word(change.plant.at(0), "delete"));
  CHECK(has_word(change.plant.at(0), "can-i"));
  CHECK(has_word(change.plant.at(1), "list"));
  CHECK(has_word(change.plant.at(2), "--dry-run=server"));
  CHECK(object_of(change.plant.at(2)) == object_of(change.apply));
  CHECK_FALSE(has_word(change.apply, "--dry-run=server"));
}

TEST_CASE("what a look prints tells ours, unchanged, from what is gone and what others have made") {
  const Change change = KubernetesPlanning{}.plan()->changes.at(0);
  CHECK(seen_in(change, std::string{k_whose} + k_all + "\n") == Seen::in_force);
  CHECK(seen_in(change, "") == Seen::gone);
  CHECK(seen_in(change, "whose=// " + std::string{k_all} + "\n") == Seen::foreign);
  CHECK(seen_in(change, "whose=gameday/feed0001/Cut_A " + std::string{k_all}) == Seen::foreign);
  CHECK(seen_in(change, std::string{k_whose} + R"(spec={"ingress":[{}],"podSelector":{}})") ==
        Seen::foreign);
  CHECK(seen_in(change, "", 1) == Seen::unclear);
  CHECK(read_seen(change.verify, Outcome{true, 0, "", "Warning: see https://x/y", {}}) ==
        Seen::gone);
}

TEST_CASE("Chaos Mesh gets an experiment with a duration of its own, after which it is lifted") {
  KubernetesPlanning given;
  given.label("app", "shop");
  given.params.set("mechanism", std::string{"chaos-mesh"});
  const auto plan = given.plan();
  REQUIRE(plan);
  const Change& change = plan->changes.at(0);
  const Json object = object_of(change.apply);
  CHECK(object["apiVersion"] == "chaos-mesh.org/v1alpha1");
  CHECK(object["kind"] == "NetworkChaos");
  CHECK(object["spec"] == Json::parse(R"({"action":"partition","mode":"all",
    "selector":{"namespaces":["shop"],"labelSelectors":{"app":"shop"}},
    "direction":"both","duration":"90s"})"));
  CHECK(change.dead_man == DeadMan::server);
  CHECK(change.expires_after == std::chrono::seconds{90});
  CHECK(seen_in(change, chaos("")) == Seen::in_force);
  CHECK(seen_in(change, chaos("Run")) == Seen::in_force);
  CHECK(seen_in(change, chaos("Stop")) == Seen::inert);
  CHECK(seen_in(change, "") == Seen::gone);
  given.params.set("direction", std::string{"in"});
  CHECK(object_of(given.plan()->changes.at(0).apply)["spec"]["direction"] == "from");
  given.params.set("direction", std::string{"out"});
  CHECK(object_of(given.plan()->changes.at(0).apply)["spec"]["direction"] == "to");
}

TEST_CASE("Chaos Mesh tells once every pod is cut; that it chose none is a mismatch") {
  KubernetesPlanning given;
  given.params.set("mechanism", std::string{"chaos-mesh"});
  const auto plan = given.plan();
  REQUIRE(plan);
  REQUIRE(plan->proofs.size() == 2);
  const Proof& proof = plan->proofs.at(0);
  CHECK(confirms(proof, chaos("Run", "selected=True injected=True")));
  CHECK_FALSE(confirms(proof, chaos("Run", "selected=True injected=False")));
  CHECK_FALSE(confirms(proof, chaos("Run", "selected= injected=")));
  CHECK_FALSE(confirms(proof, chaos("Stop", "selected=True injected=True")));
  CHECK(refutes(proof, chaos("Run", "selected=False injected=False")));
  CHECK_FALSE(refutes(proof, chaos("Run", "selected=True injected=False")));
}

TEST_CASE("that the API has a policy confirms nothing; its absence refutes") {
  const auto plan = KubernetesPlanning{}.plan();
  const Proof& proof = plan->proofs.at(0);
  CHECK_FALSE(confirms(proof, std::string{k_whose} + k_all));
  CHECK_FALSE(refutes(proof, std::string{k_whose} + k_all));
  CHECK(refutes(proof, ""));
}

TEST_CASE("a canary that is out of reach confirms, of the fault or of the region that it breaks") {
  KubernetesPlanning given;
  given.params.set("region", std::string{"region-b"});
  auto plan = given.plan();
  CHECK(has_word(plan->proofs.at(0).look, "192.0.2.1:443"));
  given.params.set("canary", std::string{"192.0.2.7:80"});
  plan = given.plan();
  REQUIRE(plan->proofs.size() == 3);
  CHECK(has_word(plan->proofs.at(0).look, "192.0.2.7:80"));
  CHECK(confirms(plan->proofs.at(0), "", 2));
  CHECK(refutes(plan->proofs.at(0), "", 0));
  given.params.set("canary", std::string{"--timeout:1"});
  CHECK_FALSE(given.plan());
  given.params.set("canary", std::string{"192.0.2.7"});
  CHECK_FALSE(given.plan());
}

TEST_CASE("pods that may not send still answer, so no canary can show it") {
  KubernetesPlanning given;
  given.params.set("region", std::string{"region-b"});
  given.params.set("direction", std::string{"out"});
  CHECK_FALSE(has_word(given.plan()->proofs.at(0).look, "192.0.2.1:443"));
  given.params.set("canary", std::string{"192.0.2.7:80"});
  CHECK(given.refused().find("canary") != std::string::npos);
  given.params.set("mechanism", std::string{"chaos-mesh"});
  CHECK(given.refused().empty());
}

TEST_CASE("what another policy allows leaves it open whether the fault bit") {
  KubernetesPlanning given;
  const auto others = [&] { return given.plan()->proofs.at(1); };
  CHECK(confirms(others(), ""));
  CHECK(confirms(others(), "deny in= out= \n"));
  CHECK_FALSE(confirms(others(), "dns in= out=[{\"to\":[]}] \n"));
  CHECK_FALSE(refutes(others(), "dns in= out=[{\"to\":[]}] \n"));
  CHECK_FALSE(confirms(others(), "web in=[{}] out= \n"));
  given.params.set("direction", std::string{"in"});
  CHECK(confirms(others(), "dns in= out=[{\"to\":[]}] \n"));
}

TEST_CASE("a fence that must come first is told to whoever finds the object") {
  KubernetesPlanning given;
  given.fence_first = true;
  CHECK(object_of(
            given.plan()->changes.at(0).apply)["metadata"]["annotations"]["gameday.fence-first"] ==
        "true");
}
