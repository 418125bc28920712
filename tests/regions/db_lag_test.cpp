// SPDX-License-Identifier: Apache-2.0
// A standby made to lag in each way, measured out of band over the sockets of both databases: what
// it costs, that it catches up, that others are left alone, and who lifts it when nobody reverts.
// also as an ordinary user
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <libpq-fe.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <memory>
#include <thread>

#include "tests/regions/support/cut.hpp"
#include "tests/regions/support/live_fault.hpp"
#include "tests/regions/support/paths.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

std::string lag(const std::string& how, const std::string& more = {}) {
  return fmt::format(
      "kind = \"db_lag\"\ndatabase = \"orders\"\non = \"region-b.db\"\nhow = \"{}\"\n{}", how,
      more);
}

/// A hundred rows a second into region A, each with the time at which it was written.
class Writer {
 public:
  explicit Writer(const Lab& lab)
      : m_where{fmt::format("host={}/sock-a dbname=shop user=postgres", lab.folder().string())} {
    (void)lab.sql("a",
                  "create table if not exists lag_rows (id bigserial primary key, at "
                  "timestamptz default clock_timestamp(), pad text default repeat('x', 200))");
    const auto arrived = [&] { return lab.sql("b", "select to_regclass('lag_rows')") != ""; };
    REQUIRE(eventually(arrived, 5s));
    m_thread = std::thread{[this] { run(); }};
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() {
    m_stopped = true;
    m_thread.join();
  }

 private:
  void run() {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> link{PQconnectdb(m_where.c_str()),
                                                            &PQfinish};
    while (!m_stopped) {
      PQclear(PQexec(link.get(), "insert into lag_rows default values; select pg_sleep(0.01)"));
    }
  }

  std::string m_where;
  std::atomic<bool> m_stopped{false};
  std::thread m_thread;
};

/// How old the youngest row is that region B shows.
std::chrono::milliseconds staleness(const Lab& lab) {
  const std::string ms = lab.sql(
      "b", "select (extract(epoch from clock_timestamp() - max(at)) * 1000)::bigint from lag_rows");
  return ms.empty() ? 24h : std::chrono::milliseconds{std::stoll(ms)};
}

bool becomes_stale(const Lab& lab, std::chrono::milliseconds by = 900ms) {
  return eventually([&] { return staleness(lab) > by; }, 5s);
}

bool catches_up(const Lab& lab, std::chrono::milliseconds within = 8s) {
  return eventually([&] { return staleness(lab) < 300ms; }, within);
}

std::int64_t position(const Lab& lab, const std::string& function) {
  return std::stoll(lab.sql("b", fmt::format("select ({}() - '0/0')::bigint", function)));
}

std::string auto_conf(const Lab& lab) {
  std::ifstream stream{lab.folder() / "db-b" / "data" / "postgresql.auto.conf"};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

/// What nobody reverted, found by what lies in the world alone.
ProcessOutcome recover_from_world(const Lab& lab) {
  return gameday({"recover", "--from-world", "--inventory",
                  source_folder() / "drills/catalog/lab.toml", "--lab", lab.name()});
}

}  // namespace

TEST_CASE("a held stream: nothing arrives, everybody else's packets do, and it is caught up with") {
  const Lab lab{"db-lag", {"--async"}};
  const std::string before = all_rules(lab);
  const Writer writer{lab};
  REQUIRE(catches_up(lab));
  LiveFault fault{lab, lag("hold"), 30s};
  REQUIRE(fault.apply() == "");
  CHECK(fault.seen() == Seen::in_force);
  CHECK(becomes_stale(lab));
  CHECK(fault.proven());
  const auto received = position(lab, "pg_last_wal_receive_lsn");
  CHECK(dial(lab, "clients", "10.77.1.10:5432") == k_connected);
  CHECK(dial(lab, "db-b", "10.77.1.10:5432") == k_timed_out);
  CHECK(position(lab, "pg_last_wal_receive_lsn") == received);  // what is lost with region A
  CHECK(fault.revert() == "");
  CHECK(catches_up(lab));
  CHECK(all_rules(lab) == before);
}

TEST_CASE("a throttled stream: it comes through at its rate, and the kernel lifts it in time") {
  const Lab lab{"db-lag", {"--async"}};
  const Writer writer{lab};
  REQUIRE(catches_up(lab));
  LiveFault fault{lab, lag("throttle", "rate_kbit = 64"), 4s};
  REQUIRE(fault.apply() == "");
  CHECK(becomes_stale(lab));
  CHECK(fault.proven());
  const auto from = position(lab, "pg_last_wal_receive_lsn");
  const auto began = std::chrono::steady_clock::now();
  CHECK(becomes_stale(lab, 1800ms));
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  const auto came = static_cast<double>(position(lab, "pg_last_wal_receive_lsn") - from);
  CHECK(came > 0);
  // 8,000 bytes a second, from a bucket that holds a second's worth and the burst (nft_limit.c),
  // and some segments that were under way.
  CHECK(came < 8'000 * (seconds + 1) + 4'000 + 6'000);
  CHECK(catches_up(lab));
  CHECK(fault.seen() == Seen::inert);
  CHECK(fault.revert() == "");
}

TEST_CASE("a paused replay: all arrives and nothing is shown, until it is reverted") {
  const Lab lab{"db-lag", {"--async"}};
  const Writer writer{lab};
  REQUIRE(catches_up(lab));
  LiveFault fault{lab, lag("replay-pause"), 30s};
  REQUIRE(fault.apply() == "");
  CHECK(fault.seen() == Seen::in_force);
  const auto received = position(lab, "pg_last_wal_receive_lsn");
  CHECK(becomes_stale(lab));
  CHECK(fault.proven());
  CHECK(position(lab, "pg_last_wal_receive_lsn") > received);  // it costs no data
  CHECK(fault.revert() == "");
  CHECK(catches_up(lab));
  CHECK(fault.revert() == "");
}

TEST_CASE("a paused replay is resumed by the server itself; a pause of another's is let be") {
  const Lab lab{"db-lag", {"--async"}};
  const Writer writer{lab};
  REQUIRE(catches_up(lab));
  LiveFault fault{lab, lag("replay-pause"), 2s};
  REQUIRE(fault.apply() == "");
  // Nobody of ours is left: neither client nor timer.
  CHECK(lab.on("db-b", {"pgrep", "--full", "sql_hold"}).status == 1);
  CHECK(becomes_stale(lab));
  CHECK(catches_up(lab, 4s));
  CHECK(eventually([&] { return fault.seen() == Seen::gone; }, 1s));

  (void)lab.sql("b", "select pg_wal_replay_pause()");
  CHECK(fault.seen() == Seen::foreign);
  LiveFault second{lab, lag("replay-pause"), 2s};
  CHECK(second.apply().find("somebody has paused the replay") != std::string::npos);
  CHECK(lab.sql("b", "select pg_is_wal_replay_paused()") == "t");
}

TEST_CASE("an apply delay: the setting of before is put back, by revert or by the timer") {
  const Lab lab{"db-lag", {"--async"}};
  const Writer writer{lab};
  const std::vector<std::string> priors{"alter system reset all",
                                        "alter system set recovery_min_apply_delay = '150ms'"};
  for (const std::string& prior : priors) {
    CAPTURE(prior);
    (void)lab.sql("b", prior);
    (void)lab.sql("b", "select pg_reload_conf()");
    REQUIRE(catches_up(lab));
    const std::string before = auto_conf(lab);
    LiveFault fault{lab, lag("apply-delay", "delay = \"2s\""), 30s};
    REQUIRE(fault.apply() == "");
    CHECK(fault.seen() == Seen::in_force);
    CHECK(becomes_stale(lab));
    CHECK(fault.proven());
    CHECK(fault.revert() == "");
    CHECK(catches_up(lab));
    CHECK(auto_conf(lab) == before);
  }
  const std::string before = look_at_world(lab);
  LiveFault timed{lab, lag("apply-delay", "delay = \"20s\""), 2s};
  REQUIRE(timed.apply() == "");
  CHECK(eventually([&] { return timed.seen() == Seen::gone; }, 5s));
  CHECK(catches_up(lab));
  (void)lab.sql("b", "alter system set recovery_min_apply_delay = '7s'");
  (void)lab.sql("b", "select pg_reload_conf()");
  CHECK(timed.seen() == Seen::foreign);
}

TEST_CASE("each way is found and lifted without any journal") {
  const Lab lab{"db-lag", {"--async"}};
  const Writer writer{lab};
  REQUIRE(catches_up(lab));
  const std::string before = look_at_world(lab);
  for (const char* how : {"hold", "throttle", "replay-pause", "apply-delay"}) {
    CAPTURE(how);
    LiveFault fault{lab, lag(how), 60s};
    REQUIRE(fault.apply() == "");
    CHECK(fault.seen() == Seen::in_force);
    const ProcessOutcome recovered = recover_from_world(lab);
    CHECK_MESSAGE(recovered.status == 0, recovered.out, recovered.err);
    CHECK(difference(before, look_at_world(lab)) == "");
    CHECK(catches_up(lab));
  }
}

}  // namespace gameday::regions
