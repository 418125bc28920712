// SPDX-License-Identifier: Apache-2.0
#include "drills/plan/plan_json.hpp"

#include <nlohmann/json.hpp>

#include "base/overloaded.hpp"

namespace gameday {
namespace {

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json seconds_or_null(const std::optional<Duration>& value) {
  return value ? Json(to_seconds(*value)) : Json();
}

template <class T>
Json list_of(const std::vector<T>& items, Json (*each)(const T&)) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(each(item));
  return list;
}

Json change_json(const Change& change) { return to_json(change); }

Json probe_json(const ProbeSpec& probe) {
  return {{"name", probe.name},
          {"kind", probe.kind},
          {"layer", probe.layer},
          {"class", probe.client},
          {"every_s", to_seconds(probe.every)},
          {"timeout_s", to_seconds(probe.timeout)},
          {"good_within_s", seconds_or_null(probe.good_within)},
          {"judge", probe.judge},
          {"from", text_or_null(probe.from)},
          {"params", to_json(probe.params)}};
}

Json ledger_json(const PlannedLedger& ledger) {
  return {{"name", ledger.spec.name},
          {"kind", ledger.spec.kind},
          {"class", ledger.spec.data_class},
          {"database", ledger.spec.database},
          {"every_s", to_seconds(ledger.spec.every)},
          {"timeout_s", to_seconds(ledger.spec.timeout)},
          {"judge", ledger.spec.judge},
          {"from", text_or_null(ledger.spec.from)},
          {"table", ledger.table},
          {"params", to_json(ledger.spec.params)},
          {"change", to_json(ledger.make_table)}};
}

Json proof_json(const Proof& proof) {
  return {{"name", proof.name}, {"inside", proof.inside}, {"look", to_json(proof.look)}};
}

Json fault_json(const PlannedFault& fault) {
  Json json{{"name", fault.spec.name},
            {"kind", fault.spec.kind},
            {"mechanism", text_or_null(fault.plan.mechanism)},
            {"after_s", to_seconds(fault.spec.after)},
            {"lasts_s", to_seconds(fault.spec.lasts)},
            {"params", to_json(fault.spec.params)},
            {"changes", list_of(fault.plan.changes, change_json)},
            {"proofs", list_of(fault.plan.proofs, proof_json)}};
  if (!fault.plan.costs.empty()) json["costs"] = fault.plan.costs;
  return json;
}

Json wait_json(const Wait& wait) {
  return {{"look", to_json(wait.look)}, {"every_ms", wait.every.count()}};
}

/// Only what the runbook says: plans without it stay what they were, to the byte.
void put_ways(Json& json, const PlannedStep& step) {
  if (!step.spec.role.empty()) json["role"] = step.spec.role;
  if (!step.spec.link.empty()) json["link"] = step.spec.link;
  if (step.spec.on_fail != "stop") json["on_fail"] = step.spec.on_fail;
  if (!step.spec.group.empty()) json["group"] = step.spec.group;
  if (!step.plan.choices.empty()) json["choices"] = step.plan.choices;
}

Json step_json(const PlannedStep& step) {
  Json json{{"name", step.spec.name},
            {"kind", step.spec.kind},
            {"owner", step.spec.owner},
            {"within_s", to_seconds(step.spec.within)},
            {"text", text_or_null(step.spec.text)},
            {"point_of_no_return", step.promotes},
            {"is_fence", step.is_fence},
            {"params", to_json(step.spec.params)},
            {"changes", list_of(step.plan.changes, change_json)},
            {"waits", list_of(step.plan.waits, wait_json)},
            {"question", step.plan.question ? Json(*step.plan.question) : Json()}};
  if (step.spec.touches_clients) json["touches_clients"] = true;
  put_ways(json, step);
  return json;
}

Json gate_json(const PlannedGate& gate) {
  Json looks = Json::array();
  for (const GateLook& look : gate.plan.looks) looks.push_back(to_json(look.look));
  return {{"name", gate.spec.name},
          {"kind", gate.spec.kind},
          {"params", to_json(gate.spec.params)},
          {"patience_s", to_seconds(gate.plan.patience)},
          {"looks", looks}};
}

Json abort_json(const AbortSpec& abort) {
  return {{"probe", abort.probe}, {"bad_for_s", to_seconds(abort.bad_for)}};
}

Json death_json(const Death& death) { return {{"when", death.when}, {"then", death.then}}; }

Json objectives_json(const Objectives& objectives) {
  Json rpo = Json::object();
  for (const auto& [name, target] : objectives.rpo) rpo[name] = to_seconds(target);
  return {{"rto_s", seconds_or_null(objectives.rto)}, {"rpo_s", rpo}};
}

Json start_json(const Drill& drill) {
  if (drill.starts_by_policy()) return "policy";
  const std::optional<StartWhen>& start = drill.start_when;
  if (!start) return {};
  if (start->probe.empty()) return "person";
  return {{"probe", start->probe}, {"bad_for_s", to_seconds(start->bad_for)}};
}

Json failback_json(const Plan& plan, const FailbackSpec& failback) {
  Json json = objectives_json(failback.objectives);
  json["required"] = failback.required;
  json["gates"] = list_of(plan.gates, gate_json);
  json["steps"] = list_of(plan.failback_steps, step_json);
  return json;
}

Json radius_json(const BlastRadius& radius) {
  return {{"regions", radius.regions},
          {"hosts", radius.hosts},
          {"networks", radius.networks},
          {"changes", radius.changes},
          {"longest_s", to_seconds(radius.longest)}};
}

}  // namespace

Json to_json(const Params& params) {
  Json json = Json::object();
  for (const auto& [name, value] : params.all()) {
    json[name] =
        std::visit(Overloaded{[](Duration length) { return Json(format_duration(length)); },
                              [](const std::shared_ptr<const Json>& table) { return *table; },
                              [](const SecretRef& secret) {
                                const bool file = secret.from == SecretRef::From::file;
                                return Json{{file ? "file" : "env", secret.name}};
                              },
                              [](const auto& plain) { return Json(plain); }},
                   value);
  }
  return json;
}

Json body_json(const Plan& plan) {
  const Drill& drill = plan.drill();
  const Inventory& inventory = plan.definition.inventory;
  Json json{{"schema", "gameday.plan/1"},
            {"run", plan.run_id},
            {"drill", drill.name},
            {"title", drill.title},
            {"hypothesis", text_or_null(drill.hypothesis)},
            {"environment", inventory.environment},
            {"lab", inventory.lab ? Json(*inventory.lab) : Json()},
            {"broken_region", text_or_null(plan.broken_region)},
            {"surviving_region", text_or_null(plan.surviving_region)},
            {"objectives", objectives_json(drill.objectives)},
            {"start_when", start_json(drill)},
            {"fence", text_or_null(drill.fence)},
            {"ends", drill.ends},
            {"stable_for_s", to_seconds(drill.stable_for)},
            {"availability", drill.availability},
            {"settle_s", to_seconds(drill.settle)},
            {"give_up_after_s", seconds_or_null(drill.give_up_after)},
            {"probes", list_of(drill.probes, probe_json)},
            {"ledgers", list_of(plan.ledgers, ledger_json)},
            {"faults", list_of(plan.faults, fault_json)},
            {"steps", list_of(plan.steps, step_json)},
            {"aborts", list_of(drill.aborts, abort_json)},
            {"blast_radius", radius_json(plan.blast_radius)},
            {"if_gameday_dies", list_of(deaths(plan), death_json)}};
  if (drill.failback) json["failback"] = failback_json(plan, *drill.failback);
  return json;
}

Json to_json(const Plan& plan) {
  Json json = body_json(plan);
  const Digests all = digests(plan);
  json["digests"] = {{"drill", all.drill},
                     {"inventory", all.inventory},
                     {"runbook", text_or_null(all.runbook)},
                     {"plan", all.plan}};
  if (!all.failback.empty()) json["digests"]["failback"] = all.failback;
  return json;
}

}  // namespace gameday
