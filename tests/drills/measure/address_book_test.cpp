// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/address_book.hpp"

#include <doctest/doctest.h>

#include <optional>

#include "tests/drills/measure/support/await.hpp"
#include "tests/drills/measure/support/name_server.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

const test::NameServer::Addresses k_shop{{"shop.lab", "10.77.0.12"}};

Result<std::string> find(SamplerLoop& loop, AddressBook& book) {
  std::optional<Result<std::string>> answer;
  book.find([&](Result<std::string> address, Duration) { answer = std::move(address); });
  REQUIRE(test::await(loop, [&] { return answer.has_value(); }));
  return *answer;
}

}  // namespace

TEST_CASE("a cached answer is kept for its TTL, and asked for anew after it") {
  const test::NameServer server(k_shop, 1s);
  const auto loop = test::make_loop(server.endpoint());
  AddressBook book(*loop, {"shop.lab", 80}, true);
  const Instant asked = SamplerLoop::now();
  CHECK(find(*loop, book) == std::string{"10.77.0.12"});
  Instant first_again{};
  while (server.asked() == 1) {
    REQUIRE(SamplerLoop::now() - asked < 5s);
    first_again = SamplerLoop::now();
    CHECK(find(*loop, book));
  }
  CHECK(first_again - asked >= 1s);
  SUBCASE("a fresh one asks each time") {
    AddressBook fresh(*loop, {"shop.lab", 80}, false);
    const int before = server.asked();
    CHECK(find(*loop, fresh));
    CHECK(find(*loop, fresh));
    CHECK(server.asked() == before + 2);
  }
}

TEST_CASE("a TTL of zero keeps nothing") {
  const test::NameServer server(k_shop, 0s);
  const auto loop = test::make_loop(server.endpoint());
  AddressBook book(*loop, {"shop.lab", 80}, true);
  CHECK(find(*loop, book));
  CHECK(find(*loop, book));
  CHECK(server.asked() == 2);
}

TEST_CASE("all who ask while the question is open share one answer") {
  const test::NameServer server(k_shop);
  const auto loop = test::make_loop(server.endpoint());
  AddressBook book(*loop, {"shop.lab", 80}, true);
  int answered = 0;
  for (int i = 0; i < 20; ++i) {
    book.find([&](const Result<std::string>& address, Duration took) {
      CHECK(address == std::string{"10.77.0.12"});
      CHECK(took > 0ns);
      ++answered;
    });
  }
  CHECK(test::await(*loop, [&] { return answered == 20; }));
  CHECK(server.asked() == 1);
  book.find([&](const Result<std::string>&, Duration took) { CHECK(took == 0ns); });
}

TEST_CASE("a failure is not kept, and an address needs no question") {
  const test::NameServer server(k_shop);
  const auto loop = test::make_loop(server.endpoint());
  AddressBook unknown(*loop, {"nowhere.lab", 80}, true);
  CHECK(find(*loop, unknown).error().kind == ErrorKind::absent);
  const int asked = server.asked();
  CHECK_FALSE(find(*loop, unknown));
  CHECK(server.asked() > asked);
  AddressBook plain(*loop, {"10.77.0.12", 80}, true);
  CHECK(find(*loop, plain) == std::string{"10.77.0.12"});
}

TEST_CASE("a book may go while a question is open") {
  const test::NameServer server(test::NameServer::Addresses{});
  const auto loop = test::make_loop(server.endpoint());
  {
    AddressBook book(*loop, {"nowhere.lab", 80}, true);
    book.find([](const Result<std::string>&, Duration) { FAIL("nobody is left to be told"); });
  }
  CHECK(test::await(*loop, [&] { return server.asked() >= 1; }));
}
