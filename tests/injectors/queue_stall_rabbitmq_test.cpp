// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "tests/injectors/stalled_queue.hpp"

using namespace gameday;

TEST_CASE("a policy of the run's own goes above all others and fits the one queue") {
  const Inventory there = fakes::queues();
  const auto planned = fakes::plan_stall({{"queue", "mail"}, {"how", "reject-publish"}}, there);
  REQUIRE(planned);
  const Change& change = planned->changes.at(0);
  const auto& put = std::get<Http>(change.apply.what);
  CHECK(put.method == "PUT");
  CHECK(put.url == "http://10.77.1.40:15672/api/policies/%2F/gameday-1a2b3c4d-stall");
  const Json body = Json::parse(std::get<std::string>(put.body.at(0)));
  CHECK(body["pattern"] == "^mail\\.out$");
  CHECK(body["definition"] == Json{{"max-length", 0}, {"overflow", "reject-publish"}});
  CHECK(body["apply-to"] == "queues");
  CHECK(std::get<Http>(change.revert->what).method == "DELETE");
  CHECK(std::get<Http>(change.revert->what).url == put.url);
  CHECK(change.dead_man == DeadMan::nobody);
  CHECK(planned->asynchronous);
}

TEST_CASE("credentials stay a reference; without an API it cannot be done") {
  Inventory there = fakes::queues();
  there.queues["mail"].password = SecretRef{SecretRef::From::environment, "RABBIT"};
  const auto planned = fakes::plan_stall({{"queue", "mail"}, {"how", "reject-publish"}}, there);
  REQUIRE(planned);
  const auto& headers = std::get<Http>(planned->changes.at(0).apply.what).headers;
  CHECK(std::get<SecretRef>(headers.at(0).second).name == "RABBIT");
  there.queues["mail"].api.clear();
  CHECK_FALSE(fakes::plan_stall({{"queue", "mail"}, {"how", "reject-publish"}}, there));
}
