// SPDX-License-Identifier: Apache-2.0
// Measures whether a PostgreSQL database can be connected to and answers a query rightly. It is
// healed when the way to a node that answers so is there again.
#include <fmt/format.h>

#include <array>

#include "drills/measure/address_book.hpp"
#include "drills/measure/flight.hpp"
#include "drills/measure/pg_pool.hpp"
#include "drills/measure/probes.hpp"
#include "drills/measure/schedule.hpp"
#include "drills/measure/targets.hpp"

namespace gameday {

namespace {

/// What to ask and what the answer must be; without `expect` any answer is right.
struct Question {
  std::string statement;
  std::optional<std::string> expect;
};

class PostgresProbe final : public Probe {
 public:
  PostgresProbe(ProbeSpec spec, PgTarget target, Question question, SamplerLoop& loop)
      : m_spec(std::move(spec)),
        m_target(std::move(target)),
        m_question(std::move(question)),
        m_loop(loop),
        m_addresses(loop, m_target.at, m_spec.client == "cached"),
        m_pool(loop, m_target, flights_allowed(m_spec.timeout, m_spec.every)) {}

  void send(Instant intended, std::function<void(Sample)> done) override {
    auto flight = Flight::begin(m_loop, m_spec, intended, std::move(done));
    if (m_spec.client == "pooled") return ask_over_pool(flight);
    m_addresses.find([this, flight](Result<std::string> address, Duration took) {
      if (flight->ended()) return;
      flight->sample().lookup = took;
      if (!address) return flight->end(address.error().text());
      connect(flight, *address);
    });
  }

 private:
  void connect(const std::shared_ptr<Flight>& flight, const std::string& address) {
    auto link = std::make_shared<PgLink>(m_loop);
    // Late or not: the link goes with the flight. Only one that was answered says goodbye.
    flight->on_end([link]() mutable {
      link->abort();
      link.reset();
    });
    const std::weak_ptr<PgLink> weak = link;
    link->connect(m_target, address, [this, flight, weak](std::string error) {
      const auto linked = weak.lock();
      if (!error.empty() || !linked) return flight->end(std::move(error));
      linked->ask(m_question.statement, {},
                  [this, flight, weak](const PgAnswer& answer) { judge(*flight, weak, answer); });
    });
  }

  void ask_over_pool(const std::shared_ptr<Flight>& flight) {
    if (const auto kept = m_pool.take_idle()) return ask_over(kept, flight, true);
    const auto waiting = std::make_shared<std::weak_ptr<PgLink>>();
    const auto link = m_pool.open([this, flight, waiting](std::string error) {
      const auto opened = waiting->lock();
      if (!error.empty() || !opened) return flight->end(std::move(error));
      ask_over(opened, flight, false);
    });
    if (!link) return flight->end("as many connections as may be are in use");
    *waiting = link;
    discard_on_end(*flight, link);
  }

  void ask_over(const PgPool::Link& link, const std::shared_ptr<Flight>& flight, bool kept) {
    discard_on_end(*flight, link);
    const std::weak_ptr<PgLink> weak = link;
    link->ask(m_question.statement, {}, [this, flight, weak, kept](const PgAnswer& answer) {
      const auto used = weak.lock();
      const bool broken = answer.end == PgAnswer::End::unknown;
      if (kept && broken) return flight->end("stale: over a kept connection: " + answer.error);
      if (used && !broken) flight->on_end([this, used] { m_pool.give_back(used); });
      compare(*flight, answer);
    });
  }

  void discard_on_end(Flight& flight, const PgPool::Link& link) {
    flight.on_end([this, held = link]() mutable {
      m_pool.discard(held);
      held.reset();
    });
  }

  void judge(Flight& flight, const std::weak_ptr<PgLink>& link, const PgAnswer& answer) {
    if (answer.end == PgAnswer::End::done) flight.on_end([held = link.lock()] {});
    compare(flight, answer);
  }

  void compare(Flight& flight, const PgAnswer& answer) {
    flight.sample().region = answer.cell(1);
    if (answer.end != PgAnswer::End::done) return flight.end(answer.error);
    const std::string& expected = m_question.expect.value_or(answer.cell(0));
    if (answer.cell(0) == expected) return flight.end();
    flight.end(fmt::format("the answer is {} instead of {}", answer.cell(0), expected));
  }

  ProbeSpec m_spec;
  PgTarget m_target;
  Question m_question;
  SamplerLoop& m_loop;
  AddressBook m_addresses;
  PgPool m_pool;
};

Question read_question(const Params& params) {
  const auto query = params.get<std::string>("query", "select 1");
  Question question{fmt::format("select ({}), current_setting('cluster_name')", query), {}};
  if (params.has("expect")) question.expect = params.get<std::string>("expect");
  return question;
}

/// `database` says as whom to connect, `target` where; each may be found by the other.
Result<PgTarget> read_target(const Params& params, const Inventory& inventory) {
  const auto name = params.get<std::string>("database");
  auto target = params.get<std::string>("target");
  const auto found = inventory.databases.find(name);
  const Database* database = found == inventory.databases.end() ? nullptr : &found->second;
  if (database == nullptr && !name.empty()) {
    return fail(ErrorKind::bad_input, "aim at the database", name, "the inventory has none");
  }
  if (target.empty() && database != nullptr) target = database->address;
  if (target.empty()) {
    return fail(ErrorKind::bad_input, "aim the probe", "postgres", "it names nothing to ask",
                "give it a database or a target");
  }
  auto aimed = find_target(inventory, target);
  if (!aimed) return tl::unexpected(aimed.error());
  const Host* const host = inventory.find_host(target);
  if (database == nullptr && host != nullptr) database = inventory.database_at(host->name);
  return pg_target(database != nullptr ? *database : Database{}, std::move(aimed->at));
}

Result<std::unique_ptr<Probe>> make(const ProbeSpec& spec, const Inventory& inventory,
                                    SamplerLoop& loop) {
  if (auto checked = check_probe(spec, k_all_classes); !checked)
    return tl::unexpected(checked.error());
  auto target = read_target(spec.params, inventory);
  if (!target) return tl::unexpected(target.error());
  if (auto known = check_resolvable(loop, target->at); !known) {
    return tl::unexpected(known.error());
  }
  return std::make_unique<PostgresProbe>(spec, std::move(*target), read_question(spec.params),
                                         loop);
}

const std::array k_params{
    ParamSpec{.name = "database", .help = "a database of the inventory, reached as clients do"},
    ParamSpec{.name = "target", .help = "a host of the inventory or \"address:port\", instead"},
    ParamSpec{.name = "query", .help = "one SELECT of one value", .fallback = "select 1"},
    ParamSpec{.name = "expect", .help = "the value that is right", .fallback = "any"},
};

}  // namespace

const ProbeKind k_probe_postgres{"postgres", "a database answers a query", k_params, make,
                                 k_all_classes};

}  // namespace gameday
