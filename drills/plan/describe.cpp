// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "drills/definition/text.hpp"
#include "drills/plan/clouds.hpp"
#include "drills/plan/plan.hpp"
#include "injectors/aws_identity.hpp"

namespace gameday {
namespace {

/// The text grows at its end, a line at a time. What a definition says of itself is made fit for a
/// terminal.
class Page {
 public:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    m_text += printable(fmt::format(format, std::forward<Args>(args)...)) + '\n';
  }
  void heading(std::string_view text) { m_text += '\n' + printable(text) + '\n'; }
  [[nodiscard]] std::string take() { return std::move(m_text); }

 private:
  std::string m_text;
};

std::string on_host(const Action& action) {
  return action.host.name.empty() ? std::string{} : " on " + action.host.name;
}

std::string fate_text(const Change& change) {
  if (change.on_death == Fate::hold && change.on_abort == Fate::hold) return "held";
  if (change.on_death == Fate::revert && change.on_abort == Fate::revert) return "reverted";
  return fmt::format("{} on death, {} on abort", to_string(change.on_death),
                     to_string(change.on_abort));
}

void show_change(Page& page, const Change& change) {
  page.line("    {}{}: {}", change.id, on_host(change.apply),
            change.summary.empty() ? "change" : change.summary);
  if (change.capture) page.line("      reads   {}", describe(*change.capture));
  if (change.trial) {
    page.line("      first   for {} only, until its host was reached through it: {}",
              format_duration(change.trial->lapses), describe(change.trial->reach));
  }
  page.line("      does    {}", describe(change.apply));
  page.line("      undo    {}", change.revert ? describe(*change.revert) : "none, it stays");
  for (const Action& planted : change.plant) page.line("      plants  {}", describe(planted));
  page.line("      if gameday dies or the run is aborted: {}{}", fate_text(change),
            change.expires_after
                ? fmt::format("; lapses by itself after {}", format_duration(*change.expires_after))
                : std::string{});
  if (change.on_death == Fate::revert && change.revert) {
    page.line("      with this machine gone as well: {}", describe(change.dead_man));
  }
}

void show_objectives(Page& page, const Drill& drill) {
  if (drill.objectives.rto) {
    page.line("  objective    RTO {}", format_duration(*drill.objectives.rto));
  }
  if (drill.objectives.detect) {
    page.line("  objective    detected within {}", format_duration(*drill.objectives.detect));
  }
  for (const auto& [name, target] : drill.objectives.rpo) {
    page.line("  objective    RPO of {}: {}", name, format_duration(target));
  }
}

std::string start_text(const Drill& drill) {
  if (drill.starts_by_policy()) {
    const PolicySpec& policy = *drill.policy;
    const std::string may =
        policy.asks.empty() ? "" : ", whose vetoes " + policy.asks + " may override";
    return policy.mode == "advise" ? policy.asks + ", whom the policy advises" : "the policy" + may;
  }
  if (!drill.start_when) return "nothing: there is no runbook";
  if (drill.start_when->probe.empty()) return "a person";
  return fmt::format("{} is bad for {}", drill.start_when->probe,
                     format_duration(drill.start_when->bad_for));
}

void show_head(Page& page, const Plan& plan) {
  const Drill& drill = plan.drill();
  const Inventory& inventory = plan.definition.inventory;
  page.line("{}: {}", drill.name, drill.title);
  if (!drill.hypothesis.empty()) page.line("  hypothesis   {}", drill.hypothesis);
  page.line("  environment  {}{}", inventory.environment,
            inventory.lab ? fmt::format(" (lab {})", *inventory.lab) : std::string{});
  page.line("  breaks       {}", plan.broken_region.empty() ? "no region" : plan.broken_region);
  if (!drill.runbook_file.empty()) page.line("  goes to      {}", plan.surviving_region);
  show_objectives(page, drill);
  page.line("  started by   {}", start_text(drill));
  if (!drill.fence.empty()) page.line("  fence        {}, before any heal", drill.fence);
  page.line("  recovered    once {:.4g} % are good for {}", drill.availability * 100,
            format_duration(drill.stable_for));
  if (drill.give_up_after) {
    page.line("  gives up     {} after the onset", format_duration(*drill.give_up_after));
  }
}

void show_instruments(Page& page, const Plan& plan) {
  page.heading("Measured by");
  for (const ProbeSpec& probe : plan.drill().probes) {
    page.line("  probe {} ({}, {}, {}): every {}, timeout {}{}{}", probe.name, probe.kind,
              probe.layer, probe.client, format_duration(probe.every),
              format_duration(probe.timeout),
              probe.from.empty() ? std::string{} : ", from inside " + probe.from,
              probe.judge ? "" : ", not judged");
  }
  for (const PlannedLedger& ledger : plan.ledgers) {
    page.line("  ledger {} ({}, class {}): every {}, timeout {}, in {}{}{}", ledger.spec.name,
              ledger.spec.kind, ledger.spec.data_class, format_duration(ledger.spec.every),
              format_duration(ledger.spec.timeout), ledger.spec.database,
              ledger.spec.from.empty() ? std::string{} : ", from inside " + ledger.spec.from,
              ledger.spec.judge ? "" : ", not judged");
    show_change(page, ledger.make_table);
  }
  for (const AlertSpec& alert : plan.drill().alerts) {
    std::string labels;
    for (const auto& [name, value] : alert.labels) labels += fmt::format(" {}={}", name, value);
    page.line("  alert {}{} {} (monitor {}){}{}", alert.name, labels,
              alert.must_not ? "must not page"
                             : "within " + format_duration(alert.within.value_or(Duration{0})),
              alert.monitor, alert.receiver.empty() ? "" : " to " + alert.receiver,
              alert.resolves_within ? ", resolves within " + format_duration(*alert.resolves_within)
                                    : "");
  }
  for (const AbortSpec& abort : plan.drill().aborts) {
    page.line("  aborts when {} is bad for {}", abort.probe, format_duration(abort.bad_for));
  }
}

void show_faults(Page& page, const Plan& plan) {
  page.heading("Broken on purpose");
  for (const PlannedFault& fault : plan.faults) {
    page.line("  fault {} ({}{}): after {} of healthy baseline, for at most {}", fault.spec.name,
              fault.spec.kind,
              fault.plan.mechanism.empty() ? std::string{} : " by " + fault.plan.mechanism,
              format_duration(fault.spec.after), format_duration(fault.spec.lasts));
    if (const auto spot = aws_spot(fault.spec.params)) {
      page.line("    as whoever the credentials for {} of AWS are; they must be good for {}",
                spot->region, format_duration(credentials_needed(plan)));
    }
    if (!fault.plan.costs.empty()) page.line("    costs the database {}", fault.plan.costs);
    for (const Change& change : fault.plan.changes) show_change(page, change);
    for (const Proof& proof : fault.plan.proofs) {
      page.line("    proven {} by {}: {}", proof.inside ? "inside" : "from outside", proof.name,
                describe(proof.look));
    }
  }
}

std::string on_failure(const StepSpec& step) {
  return step.on_fail == "continue" ? "the runbook goes on"
                                    : fmt::format("the step {} comes then", step.on_fail);
}

void show_step(Page& page, const PlannedStep& step, std::string_view remark) {
  page.line("  step {} ({}, {}, within {}){}{}", step.spec.name, step.spec.kind, step.spec.owner,
            format_duration(step.spec.within), step.promotes ? ": POINT OF NO RETURN" : "", remark);
  if (!step.spec.text.empty()) page.line("    {}", step.spec.text);
  if (!step.spec.role.empty()) page.line("    role    {}", step.spec.role);
  if (!step.spec.link.empty()) page.line("    see     {}", step.spec.link);
  if (!step.spec.group.empty()) page.line("    beside  the others of {}", step.spec.group);
  if (step.spec.on_fail != "stop") page.line("    fails   {}", on_failure(step.spec));
  for (const Change& change : step.plan.changes) show_change(page, change);
  for (const Wait& wait : step.plan.waits) page.line("    waits   {}", describe(wait.look));
  if (step.plan.question) page.line("    asks    {}", *step.plan.question);
}

void show_steps(Page& page, const Plan& plan) {
  if (plan.steps.empty()) return;
  page.heading(fmt::format("Runbook: {}", plan.definition.runbook.title));
  for (const PlannedStep& step : plan.steps) {
    show_step(page, step, step.is_fence ? ": the fence, at its own stage" : "");
  }
}

void show_failback(Page& page, const Plan& plan) {
  if (!plan.drill().failback) return;
  const FailbackSpec& failback = *plan.drill().failback;
  page.heading(fmt::format("Failback: {}{}", plan.definition.failback.title,
                           failback.required ? "" : " (not required)"));
  if (failback.objectives.rto) {
    page.line("  objective    RTO {}", format_duration(*failback.objectives.rto));
  }
  for (const auto& [name, target] : failback.objectives.rpo) {
    page.line("  objective    RPO of {}: {}", name, format_duration(target));
  }
  for (const PlannedGate& gate : plan.gates) {
    page.line("  gate {} ({}), {}: {}", gate.spec.name, gate.spec.kind,
              gate.plan.when == GateTime::start ? "first" : "before clients feel it",
              gate.plan.summary);
    for (const GateLook& look : gate.plan.looks) page.line("    looks   {}", describe(look.look));
  }
  const std::size_t felt = plan.first_felt_step();
  for (std::size_t i = 0; i < plan.failback_steps.size(); ++i) {
    show_step(page, plan.failback_steps[i], i == felt ? ": the clock of the failback starts" : "");
  }
}

void show_radius(Page& page, const Plan& plan) {
  const BlastRadius& radius = plan.blast_radius;
  page.heading("Blast radius");
  page.line("  regions   {}",
            radius.regions.empty() ? "none" : fmt::to_string(fmt::join(radius.regions, ", ")));
  page.line("  hosts     {}", fmt::join(radius.hosts, ", "));
  page.line("  networks  {}", radius.networks);
  page.line("  changes   {}", radius.changes);
  page.line("  longest   {} from the start of the baseline", format_duration(radius.longest));
}

}  // namespace

std::string describe(const Plan& plan) {
  Page page;
  show_head(page, plan);
  show_instruments(page, plan);
  show_faults(page, plan);
  show_steps(page, plan);
  show_failback(page, plan);
  page.heading("If gameday dies");
  for (const Death& death : deaths(plan)) page.line("  {}: {}", death.when, death.then);
  show_radius(page, plan);
  const Digests all = digests(plan);
  page.heading("Digests (SHA-256)");
  page.line("  plan       {}", all.plan);
  page.line("  drill      {}", all.drill);
  page.line("  inventory  {}", all.inventory);
  if (!all.runbook.empty()) page.line("  runbook    {}", all.runbook);
  if (!all.failback.empty()) page.line("  failback   {}", all.failback);
  return page.take();
}

}  // namespace gameday
