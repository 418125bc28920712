// SPDX-License-Identifier: Apache-2.0
// Measures what becomes of acknowledged writes to PostgreSQL, and whether it can be written to:
// numbered rows in a table of the run's own. A write counts as acknowledged when the server has
// ended the whole exchange, which it does behind the commit. It is healed when a writable node is
// reached again.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "drills/measure/ledgers.hpp"
#include "drills/measure/names.hpp"
#include "drills/measure/pg_pool.hpp"
#include "drills/measure/schedule.hpp"

namespace gameday {

namespace {

constexpr std::size_t k_most_links = 64;

/// One write under way.
struct Job {
  Write write;
  std::function<void(Write)> done;
  AlarmId alarm;
  PgPool::Link link;
  bool asked = false;  ///< the statement was sent
};
using SharedJob = std::shared_ptr<Job>;

class PostgresWriter final : public LedgerWriter {
 public:
  PostgresWriter(const LedgerTarget& ledger, PgTarget target, SamplerLoop& loop)
      : m_loop(loop),
        m_timeout(ledger.spec.timeout),
        m_statement(fmt::format(
            "insert into \"{}\" (id) values ($1) returning current_setting('cluster_name')",
            ledger.table)),
        m_pool(loop, std::move(target),
               std::min(k_most_links, flights_allowed(ledger.spec.timeout, ledger.spec.every))) {}

  void send(std::int64_t id, Instant intended, std::function<void(Write)> done) override {
    auto job = std::make_shared<Job>();
    job->write.id = id;
    job->write.intended = intended;
    job->write.sent = SamplerLoop::now();
    job->done = std::move(done);
    job->alarm = m_loop.set_alarm(job->write.sent + m_timeout, [this, job] { run_late(job); });
    job->link = m_pool.take_idle();
    if (job->link) return ask(job);
    job->link = m_pool.open([this, job](std::string error) {
      if (job->done == nullptr) return;
      if (error.empty()) return ask(job);
      end(job, WriteResult::refused, std::move(error));
    });
    if (!job->link) end(job, WriteResult::refused, "too many in flight");
  }

 private:
  void ask(const SharedJob& job) {
    job->asked = true;
    job->link->ask(m_statement, {std::to_string(job->write.id)},
                   [this, job](const PgAnswer& answer) { take(job, answer); });
  }

  void take(const SharedJob& job, const PgAnswer& answer) {
    job->write.region = answer.cell(0);
    if (answer.end == PgAnswer::End::unknown) {
      return end(job, WriteResult::in_doubt, answer.error);
    }
    m_pool.give_back(std::exchange(job->link, nullptr));
    const bool done = answer.end == PgAnswer::End::done;
    end(job, done ? WriteResult::acknowledged : WriteResult::refused, answer.error);
  }

  void run_late(const SharedJob& job) {
    const auto limit = format_duration(m_timeout);
    if (job->asked) return end(job, WriteResult::in_doubt, "no answer within " + limit);
    end(job, WriteResult::refused, "no connection within " + limit);
  }

  void end(const SharedJob& job, WriteResult result, std::string error) {
    m_loop.cancel_alarm(job->alarm);
    job->write.done = SamplerLoop::now();
    job->write.result = result;
    job->write.error = std::move(error);
    if (job->link) m_pool.discard(std::exchange(job->link, nullptr));
    std::exchange(job->done, nullptr)(std::move(job->write));
  }

  SamplerLoop& m_loop;
  Duration m_timeout;
  std::string m_statement;
  PgPool m_pool;
};

Sql statement(const LedgerSpec& spec, const std::string& node, std::string text) {
  return Sql{.database = spec.database, .node = node, .statement = std::move(text)};
}

Change make_table(const LedgerSpec& spec, const std::string& table) {
  constexpr std::chrono::milliseconds k_patience{5000};
  const auto on_writable = [&](std::string text) {
    return Action{{}, k_patience, statement(spec, {}, std::move(text))};
  };
  Change change;
  change.id = "ledger." + spec.name;
  change.summary =
      fmt::format("table {} in database {} for the ledger {}", table, spec.database, spec.name);
  change.apply = on_writable(fmt::format(
      "create table \"{}\" (id bigint not null, written_at timestamptz not null default now())",
      table));
  change.verify.look = on_writable(fmt::format("select to_regclass('\"{}\"') is not null", table));
  change.verify.in_force.first_cell = "t";
  change.verify.gone.first_cell = "f";
  change.revert = on_writable(fmt::format("drop table if exists \"{}\"", table));
  change.on_death = Fate::revert;
  change.on_abort = Fate::revert;
  return change;
}

Action read_ids(const LedgerSpec& spec, const std::string& table, const std::string& node) {
  constexpr std::chrono::milliseconds k_patience{60000};
  return {{}, k_patience, statement(spec, node, fmt::format("select id from \"{}\"", table))};
}

Action is_writable(const LedgerSpec& spec, const std::string& node) {
  constexpr std::chrono::milliseconds k_patience{3000};
  return {{}, k_patience, statement(spec, node, "select not pg_is_in_recovery()")};
}

/// replay_lag is null while nothing is written; the stream's state tells the rest (PostgreSQL 15,
/// 28.2.4 pg_stat_replication).
Action look_at_replication(const std::string& database, const std::string& node) {
  constexpr std::chrono::milliseconds k_patience{3000};
  return {{node},
          k_patience,
          Sql{.database = database,
              .node = node,
              .statement = "select case when count(*) > 0 then 't' else 'f' end, "
                           "coalesce(max(extract(epoch from replay_lag)) * 1000000, 0)::bigint "
                           "from pg_stat_replication where state = 'streaming'"}};
}

Action list_tables(const std::string& database) {
  constexpr std::chrono::milliseconds k_patience{5000};
  return {{},
          k_patience,
          Sql{.database = database,
              .node = {},
              .statement = "select tablename from pg_tables where schemaname = current_schema() "
                           "and tablename ~ '^gameday_ledger_[0-9a-f]{8}_'"}};
}

tl::unexpected<Error> refuse(const LedgerSpec& spec, std::string why) {
  return fail(ErrorKind::bad_input, "set up the ledger", spec.name, std::move(why));
}

Result<std::unique_ptr<LedgerWriter>> make_writer(const LedgerTarget& ledger,
                                                  const Inventory& inventory, SamplerLoop& loop) {
  const LedgerSpec& spec = ledger.spec;
  if (spec.every <= Duration::zero()) return refuse(spec, "its period must be above zero");
  if (spec.timeout <= Duration::zero()) return refuse(spec, "its timeout must be above zero");
  const auto database = inventory.databases.find(spec.database);
  if (database == inventory.databases.end()) {
    return refuse(spec, "the inventory has no database " + spec.database);
  }
  auto at = parse_endpoint(ledger.address);
  if (!at) return tl::unexpected(at.error());
  if (auto known = check_resolvable(loop, *at); !known) return tl::unexpected(known.error());
  auto target = pg_target(database->second, std::move(*at));
  if (!target) return tl::unexpected(target.error());
  return std::make_unique<PostgresWriter>(ledger, std::move(*target), loop);
}

}  // namespace

const LedgerKind k_ledger_postgres{
    .name = "postgres",
    .summary = "numbered rows in a table of the run's own",
    .params = {},
    .make_table = make_table,
    .make_writer = make_writer,
    .read = read_ids,
    .is_writable = is_writable,
    .look_at_replication = look_at_replication,
    .list_tables = list_tables,
};

}  // namespace gameday
