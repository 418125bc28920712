// SPDX-License-Identifier: Apache-2.0
// That names really fail is seen in tests/regions/dns_test.cpp.
#include <algorithm>
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"

using namespace gameday;

namespace {

Inventory inventory(const std::string& resolver) {
  Inventory made;
  made.resolver = resolver;
  made.vantage = "world";
  Host names;
  names.name = "names";
  names.address = "10.77.0.13";
  made.hosts["names"] = names;
  Host clients;
  clients.name = "clients";
  clients.zone = "world";
  made.hosts["clients"] = clients;
  return made;
}

Result<FaultPlan> plan(std::map<std::string, std::string> params,
                       const std::string& resolver = "10.77.0.13:53") {
  Params given;
  params.try_emplace("domain", "shop.lab");
  for (const auto& [key, value] : params) given.set(key, value);
  const Inventory there = inventory(resolver);
  return k_injector_dns_fail.plan(given, {.run_id = "1a2b3c4d",
                                          .fault = "names",
                                          .inventory = there,
                                          .expires_after = std::chrono::seconds{18}});
}

bool has_word(const Action& action, const std::string& word) {
  const auto& argv = std::get<Exec>(action.what).argv;
  return std::ranges::find(argv, Arg{word}) != argv.end();
}

}  // namespace

TEST_CASE("first the answerer, then the way to it, which the kernel closes by itself") {
  const auto planned = plan({});
  REQUIRE(planned);
  REQUIRE(planned->changes.size() == 2);
  const Change& answerer = planned->changes[0];
  CHECK(answerer.apply.host.name == "names");
  for (const char* word : {"dns_answerer", "10.77.0.13:53", "servfail", "shop.lab", "20"}) {
    CHECK(has_word(answerer.apply, word));
  }
  const Change& redirect = planned->changes[1];
  const std::string line = std::get<Netfilter>(redirect.apply.what).transactions.at(0);
  CHECK(line.find("timeout 18000ms") != std::string::npos);
  CHECK(line.find("ip daddr 10.77.0.13 udp dport @ports") != std::string::npos);
  CHECK(line.find("ip daddr 10.77.0.13 tcp dport @ports") != std::string::npos);
  CHECK(line.find('\n') == std::string::npos);
  CHECK(redirect.dead_man == DeadMan::kernel);
  CHECK(redirect.expires_after < answerer.expires_after);
}

TEST_CASE("the proof asks from where the clients are, for what is to be seen") {
  const auto silence = plan({{"how", "silence"}});
  REQUIRE(silence);
  CHECK(silence->proofs.at(0).look.host.name == "clients");
  CHECK(silence->proofs.at(0).confirms.contains.at(0) == Arg{"silence"});
  const auto wrong = plan({{"how", "wrong"}, {"address", "10.77.9.99"}});
  REQUIRE(wrong);
  CHECK(wrong->proofs.at(0).confirms.contains.at(0) == Arg{"10.77.9.99"});
}

TEST_CASE("IPv6 resolvers are cut off in their own family") {
  const auto planned = plan({{"host", "names"}}, "[fd77::d]:53");
  REQUIRE(planned);
  const auto& line = std::get<Netfilter>(planned->changes[1].apply.what).transactions.at(0);
  CHECK(line.find("table ip6 gameday_dns_1a2b3c4d") != std::string::npos);
  CHECK(line.find("ip6 daddr fd77::d") != std::string::npos);
  CHECK(has_word(planned->changes[0].apply, "[fd77::d]:53"));
}

TEST_CASE("what cannot be is refused") {
  CHECK_FALSE(plan({{"how", "wrong"}}));
  CHECK_FALSE(plan({{"how", "wrong"}, {"address", "nowhere"}}));
  CHECK_FALSE(plan({{"how", "silence"}, {"address", "10.0.0.1"}}));
  CHECK_FALSE(plan({}, ""));
  CHECK_FALSE(plan({}, "10.77.0.99:53"));
  CHECK(plan({{"host", "names"}}, "10.77.0.99:53"));
}
