// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "injectors/injectors.hpp"

using namespace gameday;

namespace {

void put(Params& params, const char* key, Json table) {
  params.set(key, std::make_shared<const Json>(std::move(table)));
}

Params params() {
  Params made;
  put(made, "apply", {{"method", "PUT"}, {"url", "http://flags/x"}, {"body", "${run}"}});
  put(made, "verify", {{"url", "http://flags/x"}});
  put(made, "in_force", {{"contains", "${run}"}});
  put(made, "gone", {{"status", 404}});
  put(made, "revert", {{"method", "DELETE"}, {"url", "http://flags/x"}});
  return made;
}

Result<FaultPlan> plan(const Params& given) {
  static const Inventory k_inventory{};
  return k_injector_http_api.plan(
      given, {.run_id = "1a2b3c4d", .fault = "flag", .inventory = k_inventory});
}

}  // namespace

TEST_CASE("requests become a change; it is lifted by nobody unless the API says so") {
  const auto planned = plan(params());
  REQUIRE(planned);
  const Change& change = planned->changes.at(0);
  CHECK(std::get<Http>(change.apply.what).body == Text{"1a2b3c4d"});
  CHECK(change.verify.in_force.contains.at(0) == Arg{"1a2b3c4d"});
  CHECK(change.verify.gone.status == 404);
  CHECK(std::get<Http>(change.revert->what).method == "DELETE");
  CHECK(change.dead_man == DeadMan::nobody);
  CHECK(planned->proofs.size() == 1);
  Params self = params();
  self.set("lifts_itself_after", Duration{std::chrono::seconds{20}});
  const auto lifted = plan(self);
  REQUIRE(lifted);
  CHECK(lifted->changes.at(0).dead_man == DeadMan::server);
  CHECK(lifted->changes.at(0).expires_after == std::chrono::seconds{20});
}

TEST_CASE("a request or match that is wrong is named") {
  for (const char* key : {"apply", "verify", "revert", "in_force", "gone"}) {
    Params broken = params();
    put(broken, key, {{"nonsense", 1}});
    const auto planned = plan(broken);
    REQUIRE_FALSE(planned);
    CHECK(planned.error().text().find(key) != std::string::npos);
  }
  Params nowhere = params();
  nowhere.set("host", std::string{"nowhere"});
  CHECK_FALSE(plan(nowhere));
}
