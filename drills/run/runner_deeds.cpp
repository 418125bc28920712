// SPDX-License-Identifier: Apache-2.0
// The deeds behind the conductor's commands; they block, and run on the workers.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/catalog.hpp"
#include "drills/guard/lock.hpp"
#include "drills/run/preflight.hpp"
#include "drills/run/proving.hpp"
#include "drills/run/reading.hpp"
#include "drills/run/runner.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

/// The zone from which an instrument is sent: inside a region, or where the clients are.
std::string zone_of(const Inventory& inventory, const std::string& from_region) {
  if (from_region.empty()) return inventory.vantage;
  for (const auto& [name, host] : inventory.hosts) {
    if (host.region == from_region && !host.zone.empty()) return host.zone;
  }
  return from_region;
}

std::string write_address(const Inventory& inventory, const LedgerSpec& ledger) {
  const Database& database = inventory.databases.at(ledger.database);
  if (ledger.from.empty()) return database.address;
  for (const auto& [name, node] : database.nodes) {
    const Host* host = inventory.find_host(node.host);
    if (node.region == ledger.from && host != nullptr) {
      return host->address + ":" + std::to_string(host->port);
    }
  }
  return database.address;
}

std::vector<std::string> ids_of(const PlannedFault& fault) {
  std::vector<std::string> ids;
  for (const Change& change : fault.plan.changes) ids.push_back(change.id);
  return ids;
}

/// With what its capture reads now, which changes nothing: a look may need to know it.
Result<Change> as_it_will_be(World& world, const Change& change) {
  if (!change.capture) return change;
  const Result<Outcome> read = world.performer.perform(*change.capture);
  if (!read) return tl::unexpected(read.error());
  const auto captured = capture_value(change, *read);
  if (!captured) return tl::unexpected(captured.error());
  return resolve(change, *captured, world.clock.wall());
}

}  // namespace

events::PreflightDone Runner::preflight() {
  events::PreflightDone done;
  PreflightResult result = carry_out_preflight({.plan = plan(),
                                                .guards = m_setup.guards,
                                                .home = m_setup.home,
                                                .operator_name = m_setup.operator_name,
                                                .performer = m_setup.world.performer,
                                                .now = m_setup.world.clock.wall()});
  for (const std::string& line : result.acts) post(events::Note{line});
  done.reasons = std::move(result.reasons);
  m_lock = std::move(result.lock);
  done.go = done.reasons.empty();
  m_result.reasons = done.reasons;
  return done;
}

events::Prepared Runner::prepare() {
  if (const PlannedStep* fence = plan().fence(); fence != nullptr && !fence->plan.changes.empty()) {
    if (auto noted = m_journal->write_fence(fence->plan.changes.front()); !noted) {
      return {.error = noted.error().text()};
    }
  }
  if (auto locked = lock_targets(); !locked) {
    m_result.reasons.push_back(locked.error().text());
    return {.error = locked.error().text()};
  }
  if (auto clear = see_targets_clear(); !clear) return {.error = clear.error().text()};
  for (const PlannedLedger& ledger : plan().ledgers) {
    if (auto made = m_executor->apply(ledger.make_table); !made) {
      return {.error = made.error().text()};
    }
  }
  if (auto started = start_samplers(); !started) return {.error = started.error().text()};
  if (auto started = start_watches(); !started) {
    m_result.reasons.push_back(started.error().text());
    return {.error = started.error().text()};
  }
  return {};
}

/// Lays our lock where colleagues see it, then looks for theirs: of two who start at once each sees
/// the other.
Result<void> Runner::lock_targets() {
  const Inventory& inventory = plan().definition.inventory;
  const Host* host = lock_host(inventory);
  if (host == nullptr) return {};
  const WallTime now = m_setup.world.clock.wall();
  const LockHolder holder = holder_of(plan(), m_setup.operator_name, now);
  if (auto laid = m_executor->apply(lay_lock(inventory, *host, holder)); !laid) return laid;
  const auto foreign = check_target_lock(m_world->performer, plan(), now);
  if (foreign.empty()) return {};
  return fail(ErrorKind::refused, "lock", host->name, foreign.front());
}

/// Nothing that a fault will make may be there yet. The look also opens what the deed will go
/// through, so that the onset is as sharp as the deed.
Result<void> Runner::see_targets_clear() {
  for (const PlannedFault& fault : plan().faults) {
    for (const Change& change : fault.plan.changes) {
      const auto ready = as_it_will_be(*m_world, change);
      if (!ready) return tl::unexpected(ready.error());
      const Verify& verify = ready->verify;
      const Seen seen = read_seen(verify, m_world->performer.perform(verify.look));
      if (seen == Seen::gone) continue;
      return fail(ErrorKind::refused, "begin " + change.id, change.apply.host.name,
                  "what it would make is " + std::string{to_string(seen)} + " already",
                  "look with `gameday status` and `gameday doctor`");
    }
  }
  return {};
}

/// Where each instrument is sent from; those of one zone share a thread.
std::map<std::string, std::string> Runner::zones() const {
  const Inventory& inventory = plan().definition.inventory;
  std::map<std::string, std::string> found;
  for (const ProbeSpec& probe : plan().drill().probes) {
    found[probe.name] = zone_of(inventory, probe.from);
  }
  for (const LedgerSpec& ledger : plan().drill().ledgers) {
    found[ledger.name] = zone_of(inventory, ledger.from);
  }
  return found;
}

Result<void> Runner::start_samplers() {
  const Inventory& inventory = plan().definition.inventory;
  std::map<std::string, SamplerSetup> by_zone;
  for (const ProbeSpec& probe : plan().drill().probes) {
    by_zone[zone_of(inventory, probe.from)].probes.push_back(probe);
  }
  for (const PlannedLedger& ledger : plan().ledgers) {
    by_zone[zone_of(inventory, ledger.spec.from)].ledgers.push_back(
        {.spec = ledger.spec,
         .table = ledger.table,
         .address = write_address(inventory, ledger.spec)});
  }
  for (auto& [zone, setup] : by_zone) {
    setup.inventory = inventory;
    setup.realtime = m_setup.realtime;
    setup.vantage = inventory.lab ? "lab:" + zone : "this machine";
    if (m_setup.enter_network && !zone.empty()) {
      setup.enter = [enter = m_setup.enter_network, name = zone] { return enter(name); };
    }
    post(events::Note{"measuring from " + setup.vantage});
    auto sampler = Sampler::start(std::move(setup), *m_series);
    if (!sampler) return tl::unexpected(sampler.error());
    m_samplers.push_back(std::move(*sampler));
  }
  return {};
}

/// Asked from where the clients are: what watches a region is seldom in it.
Result<void> Runner::start_watches() {
  const Inventory& inventory = plan().definition.inventory;
  std::map<std::string, std::vector<std::pair<std::uint64_t, AlertSpec>>> by_monitor;
  const auto& alerts = plan().drill().alerts;
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    by_monitor[alerts[i].monitor].emplace_back(i, alerts[i]);
  }
  for (auto& [name, asked] : by_monitor) {
    AlertWatchSetup setup{.monitor = inventory.monitors.at(name),
                          .alerts = std::move(asked),
                          .performer = m_setup.world.performer,
                          .clock = m_setup.world.clock,
                          .enter = {},
                          .post = [this](EventBody body) { post(std::move(body)); }};
    if (m_setup.enter_network && !inventory.vantage.empty()) {
      setup.enter = [enter = m_setup.enter_network, zone = inventory.vantage] {
        return enter(zone);
      };
    }
    auto watch = AlertWatch::start(std::move(setup));
    if (!watch) return tl::unexpected(watch.error());
    m_watches.push_back(std::move(*watch));
  }
  return {};
}

/// On the conductor's thread, once nothing is asked any more.
void Runner::end_watches() {
  for (const auto& watch : m_watches) {
    for (const events::AlertWatched& watched : watch->stop()) tell(watched);
  }
}

events::BaselineJudged Runner::baseline() {
  BaselineEvidence evidence;
  evidence.to = now();
  evidence.from = evidence.to - baseline_length(plan());
  for (const std::string& name : m_series->instruments()) {
    evidence.samples[name] = m_series->of(name, evidence.from);
  }
  // What was sent less than a timeout ago may not be answered yet.
  for (const ProbeSpec& probe : plan().drill().probes) {
    evidence.to = std::min(evidence.to, now() - probe.timeout / 4);
  }
  for (const PlannedLedger& ledger : plan().ledgers) {
    const Database& database = plan().definition.inventory.databases.at(ledger.spec.database);
    evidence.replication[database.name] = look_at_replication(m_setup.world.performer, database);
  }
  for (const auto& watch : m_watches) {
    for (AlertNow& alert : watch->now()) evidence.alerts.push_back(std::move(alert));
  }
  evidence.survivor_answers = survivor_answers(m_setup.world.performer, plan());
  events::BaselineJudged judged = judge_baseline(plan(), evidence);
  m_result.reasons = judged.reasons;
  return judged;
}

events::FaultApplied Runner::apply_fault(const PlannedFault& fault) {
  const std::string target = target_name(fault.spec.params);
  events::FaultApplied applied{.fault = fault.spec.name,
                               .kind = fault.spec.kind,
                               .target = target,
                               .onset = {.low = now(), .high = now()},
                               .error = {}};
  if (const auto done = m_executor->apply_all(fault.plan.changes); !done) {
    applied.error = done.error().text();
    applied.refused = done.error().kind == ErrorKind::refused;
  }
  applied.onset.high = now();
  // The deeds alone bound the onset; the journal's syncs and the looks around them do not.
  if (const auto onset = m_moments.of(ids_of(fault), ChangeState::applied)) applied.onset = *onset;
  if (fault.plan.asynchronous && applied.error.empty()) {
    applied.onset.high = see_it_bite(*m_world, fault);
  }
  return applied;
}

events::FaultLifted Runner::lift_fault(const PlannedFault& fault) {
  events::FaultLifted lifted{.fault = fault.spec.name, .at = {}, .by = "gameday", .error = {}};
  post(read_counters(m_world->performer, fault));
  std::optional<Duration> expires;
  for (const Change& change : fault.plan.changes) {
    if (!change.expires_after) continue;
    expires = std::min(expires.value_or(*change.expires_after), *change.expires_after);
  }
  lifted.at.low = now();
  for (const Error& error : m_executor->revert_each(fault.plan.changes)) {
    // What never got as far as the journal was never made.
    if (error.kind == ErrorKind::absent) continue;
    lifted.error += (lifted.error.empty() ? "" : "; ") + error.text();
  }
  lifted.at.high = now();
  const auto onset = m_moments.of(ids_of(fault), ChangeState::applied);
  if (expires && onset && onset->low + *expires <= lifted.at.low) {
    lifted.by = "expiry";
    lifted.at.low = onset->low + *expires;
  }
  return lifted;
}

events::Reverted Runner::revert_all(Fate Change::* fate) {
  events::Reverted reverted;
  if (m_executor) reverted.still_in_force = m_executor->revert_all(fate);
  return reverted;
}

void Runner::read_ledgers(events::Reading reading) {
  for (const PlannedLedger& ledger : plan().ledgers) {
    work([this, &ledger, reading]() -> EventBody {
      LedgerReading read = read_ledger(m_world->performer, plan(), ledger, reading);
      if (const auto kept = m_recorder->reading(read); !kept) {
        read.about.error = kept.error().text();
      }
      return read.about;
    });
  }
}

void Runner::stop_samplers() {
  for (const auto& sampler : m_samplers) sampler->stop();
}

}  // namespace gameday
