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

TEST_CASE("a consumer of ours comes first, keeps what it gets, and ends by itself") {
  Inventory there = fakes::queues();
  const std::map<std::string, std::string> starve{{"queue", "mail"}, {"how", "starve-consumers"}};
  const auto planned = fakes::plan_stall(starve, there);
  REQUIRE(planned);
  const Change& change = planned->changes.at(0);
  const std::string start = describe(change.apply);
  CHECK(start.find("--notify-await") != std::string::npos);
  CHECK(start.find("agent amqp_hold -- 10.77.1.40:5672 / guest mail.out "
                   "gameday-1a2b3c4d-stall 100 18") != std::string::npos);
  CHECK(change.dead_man == DeadMan::timer);
  CHECK(change.expires_after == Duration{std::chrono::seconds{18}});
  CHECK(read_seen(change.verify, Outcome{true, 0, "", "", {}}) == Seen::in_force);
  CHECK(read_seen(change.verify, Outcome{false, 1, "", "", {}}) == Seen::inert);
  CHECK(read_seen(change.verify, Outcome{false, 3, "", "", {}}) == Seen::gone);
  CHECK(describe(*change.revert).find("--stop --oknodo") != std::string::npos);
  CHECK_FALSE(change.plant.empty());
  const Proof& proof = planned->proofs.at(0);
  CHECK(std::get<Http>(proof.look.what).url == "http://10.77.1.40:15672/api/consumers/%2F");
  CHECK(proof.confirms.contains.at(0) == Arg{"gameday-1a2b3c4d-stall"});
  CHECK(planned->asynchronous);
}

TEST_CASE("to the holder's words credentials are only where they are") {
  Inventory there = fakes::queues();
  const std::map<std::string, std::string> starve{{"queue", "mail"}, {"how", "starve-consumers"}};
  for (const auto& [from, word] : {std::pair{SecretRef::From::environment, " env:RABBIT "},
                                   {SecretRef::From::file, " file:RABBIT "}}) {
    there.queues["mail"].password = SecretRef{from, "RABBIT"};
    const auto planned = fakes::plan_stall(starve, there);
    REQUIRE(planned);
    CHECK(describe(planned->changes.at(0).apply).find(word) != std::string::npos);
  }
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
