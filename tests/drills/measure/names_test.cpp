// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/names.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <optional>

#include "tests/drills/measure/support/await.hpp"
#include "tests/drills/measure/support/name_server.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

Result<std::string> look_up(SamplerLoop& loop, const std::string& name) {
  std::optional<Result<FoundAddress>> answer;
  loop.names()->look_up(name, [&](Result<FoundAddress> found) { answer = std::move(found); });
  REQUIRE(test::await(loop, [&] { return answer.has_value(); }));
  if (*answer) CHECK(answer->value().ttl == 60s);  // as the name server says of every name
  return answer->map(&FoundAddress::address);
}

}  // namespace

TEST_CASE("names are asked of the given server, each time anew") {
  const test::NameServer server(
      test::NameServer::Addresses{{"shop.lab", "10.77.0.12"}, {"six.lab", "fd77::12"}});
  const auto loop = test::make_loop(server.endpoint());
  CHECK(look_up(*loop, "shop.lab") == std::string{"10.77.0.12"});
  CHECK(look_up(*loop, "shop.lab") == std::string{"10.77.0.12"});
  CHECK(server.asked() == 2);
  SUBCASE("an IPv6 address where there is no IPv4 address") {
    CHECK(look_up(*loop, "six.lab") == std::string{"fd77::12"});
  }
  SUBCASE("a name that is not there") {
    const auto answer = look_up(*loop, "nowhere.lab");
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == ErrorKind::absent);
  }
}

TEST_CASE("a name without any address is absent") {
  const test::NameServer server(test::NameServer::Addresses{{"empty.lab", ""}});
  const auto loop = test::make_loop(server.endpoint());
  CHECK(look_up(*loop, "empty.lab").error().kind == ErrorKind::absent);
}

TEST_CASE("many lookups at once are all answered") {
  const test::NameServer server(test::NameServer::Addresses{{"shop.lab", "10.77.0.12"}});
  const auto loop = test::make_loop(server.endpoint());
  int answered = 0;
  for (int i = 0; i < 50; ++i) {
    loop->names()->look_up("shop.lab", [&](const Result<FoundAddress>& found) {
      CHECK(found);
      ++answered;
    });
  }
  CHECK(test::await(*loop, [&] { return answered == 50; }));
}

TEST_CASE("a server that is silent is given up in the end") {
  const test::NameServer server(test::NameServer::Addresses{});
  const auto loop = test::make_loop(server.endpoint());
  const Instant asked = SamplerLoop::now();
  CHECK(look_up(*loop, "silent").error().kind == ErrorKind::failed);
  CHECK(SamplerLoop::now() - asked > 500ms);
  CHECK(server.asked() >= 2);
}

TEST_CASE("a loop may go while a question is open") {
  const test::NameServer server(test::NameServer::Addresses{});
  const auto loop = test::make_loop(server.endpoint());
  bool called = false;
  loop->names()->look_up("silent", [&](const Result<FoundAddress>&) { called = true; });
  CHECK(test::await(*loop, [&] { return server.asked() > 0; }));
  CHECK_FALSE(called);
}

TEST_CASE("addresses are not looked up") {
  CHECK(is_address("10.77.0.12"));
  CHECK(is_address("fd77::12"));
  CHECK_FALSE(is_address("shop.lab"));
  CHECK_FALSE(is_address("10.77.0"));
  const auto loop = test::make_loop();
  std::string found;
  find_address(*loop, {"10.77.0.12", 80}, [&](const Result<std::string>& address, Duration took) {
    found = *address;
    CHECK(took == 0ns);
  });
  CHECK(found == "10.77.0.12");
}

TEST_CASE("the time of a lookup is told") {
  const test::NameServer server(test::NameServer::Addresses{{"shop.lab", "10.77.0.12"}});
  const auto loop = test::make_loop(server.endpoint());
  Duration took{};
  find_address(*loop, {"shop.lab", 80}, [&](const Result<std::string>&, Duration t) { took = t; });
  CHECK(test::await(*loop, [&] { return took > 0ns; }));
}

TEST_CASE("a name where no resolver is given is bad input") {
  const auto loop = test::make_loop();
  CHECK(check_resolvable(*loop, {"10.77.0.12", 80}));
  CHECK(check_resolvable(*loop, {"shop.lab", 80}).error().kind == ErrorKind::bad_input);
}
