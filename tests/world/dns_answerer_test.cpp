// SPDX-License-Identifier: Apache-2.0
// The decisions; that it serves, between real clients and a real name server, is seen in
// tests/regions/dns_test.cpp.
#include "world/dns_answerer.hpp"

#include <doctest/doctest.h>

#include "world/dns_message.hpp"

using namespace gameday;

namespace {

AnswererSetup setup(NameFault fault, std::string zone = "shop.lab") {
  AnswererSetup made;
  made.fault = fault;
  made.zone = std::move(zone);
  made.address = "10.77.9.99";
  return made;
}

const std::string k_shop = dns::make_query(7, "www.shop.lab", dns::k_type_a);
const std::string k_other = dns::make_query(7, "orders.lab", dns::k_type_a);

}  // namespace

TEST_CASE("each way of failing a name, and nothing of that for another name") {
  CHECK(answer_for(setup(NameFault::silence), k_shop) == std::string{});
  const auto failed = answer_for(setup(NameFault::servfail), k_shop);
  REQUIRE(failed);
  CHECK(dns::read_answer(*failed, 7)->rcode == dns::k_rcode_servfail);
  const auto wrong = answer_for(setup(NameFault::wrong), k_shop);
  REQUIRE(wrong);
  CHECK(dns::read_answer(*wrong, 7)->addresses.at(0) == "10.77.9.99");
  for (const NameFault fault : {NameFault::silence, NameFault::servfail, NameFault::wrong}) {
    CHECK_FALSE(answer_for(setup(fault), k_other));
    CHECK(answer_for(setup(fault, "."), k_other));
    CHECK_FALSE(answer_for(setup(fault), "no query"));
  }
}

TEST_CASE("where it cannot listen it says so") {
  AnswererSetup made = setup(NameFault::silence);
  made.port = 1 << 20;                                 // truncated to a port that ...
  made.upstream.socket_address.ss_family = AF_UNSPEC;  // ... does not matter: nobody is upstream
  CHECK_FALSE(serve_names(made));
}
