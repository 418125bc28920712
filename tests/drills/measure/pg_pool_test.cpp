// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/pg_pool.hpp"

#include <doctest/doctest.h>

#include "tests/drills/measure/support/await.hpp"
#include "tests/drills/measure/support/fake_postgres.hpp"
#include "tests/drills/measure/support/name_server.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using test::FakePostgres;

namespace {

PgTarget target_of(FakePostgres& fake, const std::string& name = "127.0.0.1") {
  return {{name, fake.server().port()}, "shop", "postgres", {}};
}

PgPool::Link open(SamplerLoop& loop, PgPool& pool) {
  std::optional<std::string> error;
  auto link = pool.open([&](std::string why) { error = std::move(why); });
  REQUIRE(link);
  REQUIRE(test::await(loop, [&] { return error.has_value(); }));
  CHECK(error == "");
  return link;
}

}  // namespace

TEST_CASE("a link given back is taken again, the one used last first") {
  FakePostgres fake(test::always({}));
  const auto loop = test::make_loop();
  PgPool pool(*loop, target_of(fake), 10);
  CHECK(pool.take_idle() == nullptr);
  auto first = open(*loop, pool);
  auto second = open(*loop, pool);
  const PgLink* const last = second.get();
  pool.give_back(std::move(first));
  pool.give_back(std::move(second));
  CHECK(pool.take_idle().get() == last);
}

TEST_CASE("no more links than allowed are in use; one discarded makes room") {
  FakePostgres fake(test::always({}));
  const auto loop = test::make_loop();
  PgPool pool(*loop, target_of(fake), 2);
  const auto first = open(*loop, pool);
  auto second = open(*loop, pool);
  CHECK(pool.open([](const std::string&) {}) == nullptr);
  pool.discard(second);
  second.reset();
  CHECK(test::await(*loop, [&] { return fake.server().open_connections() == 1; }));
  CHECK(open(*loop, pool) != nullptr);
}

TEST_CASE("only a few idle links are kept, and none that is lost") {
  FakePostgres fake(test::always({}));
  const auto loop = test::make_loop();
  PgPool pool(*loop, target_of(fake), 10);
  std::vector<PgPool::Link> links;
  links.reserve(8);
  for (int i = 0; i < 8; ++i) links.push_back(open(*loop, pool));
  for (auto& link : links) pool.give_back(std::move(link));
  CHECK(test::await(*loop, [&] { return fake.server().open_connections() == 4; }));
  fake.server().refuse();
  CHECK(test::await(*loop, [&] {
    const auto link = pool.take_idle();
    if (link) pool.give_back(link);
    return link == nullptr;
  }));
}

TEST_CASE("the name is looked up for each new link") {
  FakePostgres fake(test::always({}));
  const test::NameServer names(test::NameServer::Addresses{{"orders.lab", "127.0.0.1"}});
  const auto loop = test::make_loop(names.endpoint());
  PgPool pool(*loop, target_of(fake, "orders.lab"), 10);
  const auto first = open(*loop, pool);
  const auto second = open(*loop, pool);
  CHECK(names.asked() == 2);
}

TEST_CASE("a name that is not there is an error of the link; one given up meanwhile stays silent") {
  FakePostgres fake(test::always({}));
  const test::NameServer names(test::NameServer::Addresses{});
  const auto loop = test::make_loop(names.endpoint());
  PgPool pool(*loop, target_of(fake, "nowhere.lab"), 10);
  bool gone_called = false;
  pool.discard(pool.open([&](const std::string&) { gone_called = true; }));
  std::string error;
  const auto link = pool.open([&](std::string why) { error = std::move(why); });
  REQUIRE(test::await(*loop, [&] { return !error.empty(); }));
  CHECK(error.find("nowhere.lab") != std::string::npos);
  CHECK_FALSE(gone_called);
}
