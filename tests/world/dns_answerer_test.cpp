// SPDX-License-Identifier: Apache-2.0
// The decisions; that it serves, between real clients and a real name server, is seen in
// tests/regions/dns_test.cpp.
#include "world/dns_answerer.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "world/dns_message.hpp"
#include "world/fd.hpp"

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

TEST_CASE("where it cannot listen it says so, and ends") {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  socklen_t size = sizeof at;
  auto* const where = reinterpret_cast<sockaddr*>(&at);
  const UniqueFd taken{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  REQUIRE(::bind(taken.get(), where, size) == 0);
  REQUIRE(::getsockname(taken.get(), where, &size) == 0);
  AnswererSetup made = setup(NameFault::silence);
  made.port = ntohs(at.sin_port);
  made.upstream = parse_socket_endpoint("127.0.0.1:53").value();
  made.lifetime = std::chrono::seconds{30};
  const auto served = serve_names(made);
  REQUIRE_FALSE(served);
  // Who may not mark packets does not get as far as that.
  const char* what = ::geteuid() == 0 ? "could not listen" : "could not mark";
  CHECK(served.error().text().find(what) != std::string::npos);
}
