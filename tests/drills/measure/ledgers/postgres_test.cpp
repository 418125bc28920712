// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <chrono>

#include "drills/measure/ledgers.hpp"
#include "tests/drills/measure/support/await.hpp"
#include "tests/drills/measure/support/fake_postgres.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using test::FakePostgres;
using What = test::PgScript::What;

namespace {

const LedgerKind& kind() { return k_ledger_postgres; }

LedgerTarget target_of(FakePostgres& fake) {
  LedgerTarget target;
  target.spec.name = "orders";
  target.spec.kind = "postgres";
  target.spec.database = "orders";
  target.spec.every = 10ms;
  target.spec.timeout = 5s;
  target.table = "gameday_ledger_1a2b3c4d_orders";
  target.address = fake.endpoint();
  return target;
}

Inventory inventory() {
  Inventory inventory;
  inventory.databases["orders"].name = "orders";
  return inventory;
}

/// Sends writes 1 to count at once and waits for all of them, in the order of their numbers.
std::vector<Write> write(LedgerWriter& writer, SamplerLoop& loop, std::int64_t count = 1) {
  std::vector<Write> writes(static_cast<std::size_t>(count));
  std::int64_t ended = 0;
  for (std::int64_t id = 1; id <= count; ++id) {
    writer.send(id, SamplerLoop::now(), [&writes, &ended, id](Write got) {
      writes[static_cast<std::size_t>(id - 1)] = std::move(got);
      ++ended;
    });
  }
  REQUIRE(test::await(loop, [&] { return ended == count; }));
  return writes;
}

}  // namespace

TEST_CASE("ledger: an insert that was committed is acknowledged, and tells the region") {
  std::string statement;
  std::string param;
  FakePostgres fake([&](const std::string& asked, const std::string& with) {
    statement = asked;
    param = with;
    return test::PgScript{What::answer, {"region-a"}};
  });
  const auto loop = test::make_loop();
  const auto writer = kind().make_writer(target_of(fake), inventory(), *loop).value();
  const Write got = write(*writer, *loop)[0];
  CHECK(got.id == 1);
  CHECK(got.result == WriteResult::acknowledged);
  CHECK(got.region == "region-a");
  CHECK(got.error == "");
  CHECK(got.intended <= got.sent);
  CHECK(got.sent < got.done);
  CHECK(statement ==
        "insert into \"gameday_ledger_1a2b3c4d_orders\" (id) values ($1) returning "
        "current_setting('cluster_name')");
  CHECK(param == "1");
  SUBCASE("the next one goes over the same connection") {
    CHECK(write(*writer, *loop)[0].result == WriteResult::acknowledged);
    CHECK(fake.server().accepted() == 1);
  }
}

TEST_CASE("ledger: what is known of a write that was not acknowledged") {
  struct Row {
    What what;
    WriteResult result;
  };
  const Row rows[] = {
      {What::error, WriteResult::refused},  {What::fail_commit, WriteResult::refused},
      {What::fatal, WriteResult::in_doubt}, {What::die_in_commit, WriteResult::in_doubt},
      {What::reset, WriteResult::in_doubt},
  };
  const auto loop = test::make_loop();
  for (const Row& row : rows) {
    FakePostgres fake(test::always({row.what, {"region-a"}}));
    const auto writer = kind().make_writer(target_of(fake), inventory(), *loop).value();
    const Write got = write(*writer, *loop)[0];
    CHECK(got.result == row.result);
    CHECK_FALSE(got.error.empty());
  }
}

TEST_CASE("ledger: refused where nothing was sent, in doubt where no answer came") {
  const auto loop = test::make_loop();
  SUBCASE("nobody listens") {
    FakePostgres fake(test::always({}));
    fake.server().refuse();
    const auto writer = kind().make_writer(target_of(fake), inventory(), *loop).value();
    const Write got = write(*writer, *loop)[0];
    CHECK(got.result == WriteResult::refused);
    CHECK(got.error.find("refused") != std::string::npos);
  }
  SUBCASE("no greeting within the timeout") {
    FakePostgres fake(test::always({}), false);
    LedgerTarget target = target_of(fake);
    target.spec.timeout = 30ms;
    const auto writer = kind().make_writer(target, inventory(), *loop).value();
    const Write got = write(*writer, *loop)[0];
    CHECK(got.result == WriteResult::refused);
    CHECK(got.error == "no connection within 30ms");
    CHECK(test::await(*loop, [&] { return fake.server().open_connections() == 0; }));
  }
  SUBCASE("no answer within the timeout: the connection is given up, and another one made") {
    int asked = 0;
    FakePostgres fake([&](const std::string&, const std::string&) {
      return ++asked == 1 ? test::PgScript{What::hang, {}} : test::PgScript{What::answer, {"b"}};
    });
    LedgerTarget target = target_of(fake);
    target.spec.timeout = 200ms;
    const auto writer = kind().make_writer(target, inventory(), *loop).value();
    const Write got = write(*writer, *loop)[0];
    CHECK(got.result == WriteResult::in_doubt);
    CHECK(got.error == "no answer within 200ms");
    CHECK(got.done - got.sent >= 200ms);
    CHECK(write(*writer, *loop)[0].result == WriteResult::acknowledged);
    CHECK(fake.server().accepted() == 2);
  }
}

TEST_CASE("ledger: a write that hangs does not stop the next one") {
  FakePostgres fake([](const std::string&, const std::string& param) {
    return param == "1" ? test::PgScript{What::hang, {}} : test::PgScript{What::answer, {"a"}};
  });
  const auto loop = test::make_loop();
  LedgerTarget target = target_of(fake);
  target.spec.timeout = 500ms;
  const auto writer = kind().make_writer(target, inventory(), *loop).value();
  const auto writes = write(*writer, *loop, 5);
  CHECK(writes[0].result == WriteResult::in_doubt);
  for (std::size_t i = 1; i < 5; ++i) {
    CHECK(writes[i].result == WriteResult::acknowledged);
    CHECK(writes[i].done < writes[0].done);
  }
}

TEST_CASE("ledger: beyond the limit a write is refused at once") {
  FakePostgres fake(test::always({What::hang, {}}));
  const auto loop = test::make_loop();
  LedgerTarget target = target_of(fake);
  target.spec.timeout = 50ms;  // five periods, and two
  const auto writer = kind().make_writer(target, inventory(), *loop).value();
  const auto writes = write(*writer, *loop, 9);
  CHECK(writes[6].error != "too many in flight");
  CHECK(writes[7].error == "too many in flight");
  CHECK(writes[7].result == WriteResult::refused);
}

TEST_CASE("ledger: what cannot be written to is bad input") {
  FakePostgres fake(test::always({}));
  const auto loop = test::make_loop();
  CHECK_FALSE(kind().make_writer(target_of(fake), Inventory{}, *loop));
  LedgerTarget wrong = target_of(fake);
  wrong.address = "nowhere";
  CHECK_FALSE(kind().make_writer(wrong, inventory(), *loop));
  wrong.address = "db.lab:5432";
  CHECK_FALSE(kind().make_writer(wrong, inventory(), *loop));
  LedgerTarget still = target_of(fake);
  still.spec.every = 0ns;
  CHECK_FALSE(kind().make_writer(still, inventory(), *loop));
}

TEST_CASE("ledger: the table is a change that can be seen and undone, on the writable node") {
  LedgerSpec spec;
  spec.name = "orders";
  spec.database = "orders";
  const Change change = kind().make_table(spec, "gameday_ledger_1a2b3c4d_orders");
  CHECK(change.id == "ledger.orders");
  CHECK(change.on_death == Fate::revert);
  CHECK(change.on_abort == Fate::revert);
  const auto sql = [](const Action& action) { return std::get<Sql>(action.what); };
  const std::string apply = sql(change.apply).statement;
  CHECK(apply.starts_with("create table \"gameday_ledger_1a2b3c4d_orders\" (id bigint not null"));
  CHECK(apply.find("timestamptz") != std::string::npos);
  CHECK(apply.find("unique") == std::string::npos);
  CHECK(apply.find("primary key") == std::string::npos);
  CHECK(sql(change.apply).database == "orders");
  CHECK(sql(change.apply).node.empty());
  REQUIRE(change.revert);
  CHECK(sql(*change.revert).statement == "drop table if exists \"gameday_ledger_1a2b3c4d_orders\"");
  const auto seen = [&](const char* cell) {
    Outcome outcome;
    outcome.ok = true;
    outcome.rows = {{cell}};
    return read_seen(change.verify, outcome);
  };
  CHECK(seen("t") == Seen::in_force);
  CHECK(seen("f") == Seen::gone);
}

TEST_CASE("ledger: reading and asking go to the node that is named") {
  LedgerSpec spec;
  spec.database = "orders";
  const Action read = kind().read(spec, "some_table", "db-b");
  CHECK(std::get<Sql>(read.what).statement == "select id from \"some_table\"");
  CHECK(std::get<Sql>(read.what).node == "db-b");
  const Action ask = kind().is_writable(spec, "db-b");
  CHECK(std::get<Sql>(ask.what).statement == "select not pg_is_in_recovery()");
  CHECK(std::get<Sql>(ask.what).node == "db-b");
}
