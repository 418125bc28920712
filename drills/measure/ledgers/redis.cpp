// SPDX-License-Identifier: Apache-2.0
// Measures what becomes of acknowledged writes to Redis, and whether it can be written to: numbered
// entries of a stream of the run's own, written as an application does that has one connection and,
// where there are sentinels, asks them for the master whenever that breaks. It is healed when a
// master is reached again. Redis acknowledges before it replicates: what a master had not passed on
// when it was lost, is lost. Not for Redis Cluster.
#include <fmt/format.h>

#include <utility>

#include "drills/measure/ledgers.hpp"
#include "drills/measure/names.hpp"
#include "drills/measure/redis_master.hpp"
#include "drills/measure/schedule.hpp"
#include "drills/measure/targets.hpp"
#include "world/secret.hpp"

namespace gameday {
namespace {

constexpr std::string_view k_register = "gameday_ledgers";  ///< a set: the streams of all runs
constexpr std::string_view k_field = "id";

/// "address:port", as find_target reads it.
std::string written(const Endpoint& at) {
  const bool v6 = at.address.find(':') != std::string::npos;
  return v6 ? fmt::format("[{}]:{}", at.address, at.port)
            : fmt::format("{}:{}", at.address, at.port);
}

struct RedisJob {
  Write write;
  std::function<void(Write)> done;
  AlarmId alarm;
  bool asked = false;  ///< the command was handed to the connection
};
using SharedRedisJob = std::shared_ptr<RedisJob>;

class RedisWriter final : public LedgerWriter {
 public:
  RedisWriter(const LedgerTarget& ledger, RedisWay way, const Inventory& inventory,
              SamplerLoop& loop)
      : m_loop(loop),
        m_timeout(ledger.spec.timeout),
        m_stream(ledger.table),
        m_inventory(inventory),
        m_master(loop, std::move(way),
                 [this](std::shared_ptr<RedisLink> link) { take(std::move(link)); }) {}

  ~RedisWriter() override { *m_alive = false; }

  void send(std::int64_t id, Instant intended, std::function<void(Write)> done) override {
    auto job = std::make_shared<RedisJob>();
    job->write.id = id;
    job->write.intended = intended;
    job->write.sent = SamplerLoop::now();
    job->done = std::move(done);
    job->alarm = m_loop.set_alarm(job->write.sent + m_timeout, [this, job] { run_late(job); });
    if (m_link && m_link->is_open()) return ask(job);
    m_waiting.push_back(std::move(job));
    m_master.look();
  }

 private:
  void take(std::shared_ptr<RedisLink> link) {
    m_link = std::move(link);
    const auto target = find_target(m_inventory, written(m_link->at()));
    m_region = target ? target->region : "";
    for (const SharedRedisJob& job : std::exchange(m_waiting, {})) {
      if (job->done != nullptr) ask(job);
    }
  }

  /// Where the stream is not there, nothing is made: it is the run's to make.
  void ask(const SharedRedisJob& job) {
    job->asked = true;
    job->write.region = m_region;
    m_link->ask(
        {"XADD", m_stream, "NOMKSTREAM", "*", std::string{k_field}, std::to_string(job->write.id)},
        [this, alive = m_alive, job](const Result<RespReply>& reply) {
          if (*alive && job->done != nullptr) take(job, reply);
        });
  }

  void take(const SharedRedisJob& job, const Result<RespReply>& reply) {
    if (!reply) return end(job, WriteResult::in_doubt, reply.error().why);
    if (reply->kind == RespReply::Kind::text) return end(job, WriteResult::acknowledged, "");
    const bool refused = reply->kind == RespReply::Kind::error;
    end(job, WriteResult::refused, refused ? reply->text : "it has no stream " + m_stream);
    // It is a replica by now, or does not follow: the sentinels know better.
    drop("it refused a write");
  }

  void run_late(const SharedRedisJob& job) {
    const auto limit = format_duration(m_timeout);
    if (!job->asked) {
      std::erase(m_waiting, job);
      return end(job, WriteResult::refused, "no master within " + limit);
    }
    end(job, WriteResult::in_doubt, "no answer within " + limit);
    drop("a write was not answered within " + limit);
  }

  /// What else is under way is in doubt at once, as for a client that connects anew.
  void drop(const std::string& why) {
    if (const auto link = std::exchange(m_link, nullptr)) link->close(why);
  }

  void end(const SharedRedisJob& job, WriteResult result, std::string error) {
    m_loop.cancel_alarm(job->alarm);
    job->write.done = SamplerLoop::now();
    job->write.result = result;
    job->write.error = std::move(error);
    std::exchange(job->done, nullptr)(std::move(job->write));
  }

  SamplerLoop& m_loop;
  Duration m_timeout;
  std::string m_stream;
  std::string m_region;
  const Inventory& m_inventory;
  std::shared_ptr<RedisLink> m_link;
  std::vector<SharedRedisJob> m_waiting;
  std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
  RedisMaster m_master;
};

Action command(const std::string& database, const std::string& node, std::string verb,
               std::vector<Arg> params, std::chrono::milliseconds patience) {
  return {{}, patience, Sql{database, node, std::move(verb), std::move(params)}};
}

constexpr std::chrono::milliseconds k_patience{5000};

Change make_table(const LedgerSpec& spec, const std::string& table) {
  const auto script = [&](const char* text) {
    return command(spec.database, {}, "EVAL", {text, "2", table, std::string{k_register}},
                   k_patience);
  };
  Change change;
  change.id = "ledger." + spec.name;
  change.summary =
      fmt::format("stream {} in Redis {} for the ledger {}", table, spec.database, spec.name);
  // A group is how a stream comes to be while it is empty.
  change.apply = script(
      "redis.call('XGROUP','CREATE',KEYS[1],'gameday','$','MKSTREAM') "
      "redis.call('SADD',KEYS[2],KEYS[1]) return 't'");
  change.verify.look = command(spec.database, {}, "EXISTS", {table}, k_patience);
  change.verify.in_force.first_cell = "1";
  change.verify.gone.first_cell = "0";
  change.revert = script("redis.call('DEL',KEYS[1]) redis.call('SREM',KEYS[2],KEYS[1]) return 't'");
  return change;
}

Action read_ids(const LedgerSpec& spec, const std::string& table, const std::string& node) {
  constexpr std::chrono::milliseconds k_long{60000};
  return command(spec.database, node, "EVAL",
                 {"local ids={} for _,e in ipairs(redis.call('XRANGE',KEYS[1],'-','+')) do "
                  "ids[#ids+1]=e[2][2] end return ids",
                  "1", table},
                 k_long);
}

Action is_writable(const LedgerSpec& spec, const std::string& node) {
  constexpr std::chrono::milliseconds k_short{3000};
  return command(spec.database, node, "EVAL",
                 {"return string.find(redis.call('INFO','replication'),'role:master',1,true) "
                  "and 't' or 'f'",
                  "0"},
                 k_short);
}

/// `lag` of a replica is in whole seconds since it was last heard of (redis.io, INFO).
Action look_at_replication(const std::string& database, const std::string& node) {
  return command(database, node, "EVAL",
                 {"local info=redis.call('INFO','replication') "
                  "local lag=string.match(info,'state=online,offset=%d+,lag=(%d+)') "
                  "return {{lag and 't' or 'f', 1000000*tonumber(lag or '0')}}",
                  "0"},
                 k_patience);
}

Action list_tables(const std::string& database) {
  return command(database, {}, "SMEMBERS", {std::string{k_register}}, k_patience);
}

tl::unexpected<Error> refuse(const LedgerSpec& spec, std::string why) {
  return fail(ErrorKind::bad_input, "set up the ledger", spec.name, std::move(why));
}

Result<RedisWay> read_way(const LedgerTarget& ledger, const Database& database) {
  const LedgerSpec& spec = ledger.spec;
  RedisWay way;
  way.master = spec.params.get<std::string>("master", "mymaster");
  way.user = database.password ? database.user : "";
  for (const std::string& text : spec.params.get<std::vector<std::string>>("sentinels")) {
    auto at = parse_endpoint(text);
    if (!at) return tl::unexpected(at.error());
    if (!is_address(at->address)) return refuse(spec, "a sentinel is given by its IP address");
    way.sentinels.push_back(std::move(*at));
  }
  auto at = parse_endpoint(ledger.address);
  if (!at) return tl::unexpected(at.error());
  if (way.sentinels.empty() && !is_address(at->address)) {
    return refuse(spec, "its database is given by an IP address, or by sentinels");
  }
  way.address = std::move(*at);
  if (!database.password) return way;
  auto password = Secrets{}.read(*database.password);
  if (!password) return tl::unexpected(password.error());
  way.password = std::move(*password);
  return way;
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
  auto way = read_way(ledger, database->second);
  if (!way) return tl::unexpected(way.error());
  return std::make_unique<RedisWriter>(ledger, std::move(*way), inventory, loop);
}

const ParamSpec k_params[] = {
    {.name = "sentinels",
     .type = ParamType::text_list,
     .help = "\"address:port\" of each Redis Sentinel that is asked for the master",
     .fallback = "none: the database's address"},
    {.name = "master", .help = "the name by which they know it", .fallback = "mymaster"},
};

}  // namespace

const LedgerKind k_ledger_redis{
    .name = "redis",
    .summary = "numbered entries of a stream of the run's own, found by Sentinel or at an address",
    .params = k_params,
    .make_table = make_table,
    .make_writer = make_writer,
    .read = read_ids,
    .is_writable = is_writable,
    .look_at_replication = look_at_replication,
    .list_tables = list_tables,
};

}  // namespace gameday
