// SPDX-License-Identifier: Apache-2.0
// scorecard.json: what is not known is null, never 0, and the members stand in a fixed order.
#include <cmath>
#include <nlohmann/json.hpp>

#include "drills/score/card_json.hpp"
#include "drills/score/scorecard.hpp"

namespace gameday {
namespace {

using nullable::seconds;
using nullable::text;

template <class T>
Json known(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json ms(Duration value) { return to_seconds(value * 1000); }

Json share(const std::optional<double>& value) {
  constexpr double k_digits = 1e4;
  return value ? Json(std::round(*value * k_digits) / k_digits) : Json();
}

/// The ends of a moment since the run's start.
void put_moment(Json& json, const std::string& name, const std::optional<Moment>& moment,
                Instant start) {
  json[name + "_low_s"] = moment ? Json(to_seconds(moment->low - start)) : Json();
  json[name + "_high_s"] = moment ? Json(to_seconds(moment->high - start)) : Json();
}

Json fault_json(const FaultScore& fault, Instant start) {
  Json json;
  json["name"] = fault.name;
  json["kind"] = fault.kind;
  json["target"] = text(fault.target);
  put_moment(json, "onset", fault.onset, start);
  json["proof"] = fault.proof;
  json["reverted_s"] = seconds(fault.reverted);
  json["state"] = fault.state;
  json["details"] = fault.details;
  if (!fault.costs.empty()) json["costs"] = fault.costs;
  json["counters"] = Json::array();
  for (const DropCounter& counter : fault.counters) {
    json["counters"].push_back(
        {{"rule", counter.rule}, {"packets", counter.packets}, {"bytes", counter.bytes}});
  }
  return json;
}

Json probe_json(const ProbeScore& probe) {
  Json json;
  json["name"] = probe.name;
  json["samples"] = probe.samples;
  json["bad"] = probe.bad;
  json["class"] = probe.client;
  json["layer"] = probe.layer;
  json["judged"] = probe.judged;
  json["ledger"] = probe.is_ledger;
  put_interval(json, "outage_", probe.outage);
  json["lag_p99_ms"] = probe.samples == 0 ? Json() : ms(probe.lag_p99);
  if (probe.old_answers) {
    put_interval(json, "converged_", probe.converged);
    json["old_region_answers"] = *probe.old_answers;
  }
  return json;
}

Json asked_json(const std::optional<PolicyScore::Asked>& asked) {
  if (!asked) return nullptr;
  return {{"person", asked->person},      {"at_s", to_seconds(asked->at)},
          {"answer", asked->answer},      {"took_s", seconds(asked->took)},
          {"by", text(asked->by)},        {"note", text(asked->note)},
          {"overrides", asked->overrides}};
}

Json policy_json(const std::optional<PolicyScore>& policy) {
  Json json = Json::object();
  if (!policy) return json;
  json["mode"] = policy->mode;
  json["from"] = policy->from;
  json["to"] = policy->to;
  json["expect"] = policy->expect;
  json["verdict"] = to_string(policy->verdict);
  json["reasons"] = policy->reasons;
  put_interval(json, "decided_", policy->decided);
  json["decided_at_s"] = seconds(policy->decided_at);
  json["shifts"] = policy->shifts;
  json["false_shifts"] = policy->false_shifts;
  json["real_shift"] = nullptr;
  if (policy->shifted_at) {
    json["real_shift"] = {{"at_s", to_seconds(*policy->shifted_at)}, {"by", policy->shifted_by}};
  }
  json["ahead_s"] = seconds(policy->ahead);
  json["vetoes"] = Json::array();
  for (const PolicyScore::Veto& veto : policy->vetoes) {
    json["vetoes"].push_back(
        {{"at_s", to_seconds(veto.at)}, {"rules", veto.rules}, {"texts", veto.texts}});
  }
  json["asked"] = asked_json(policy->asked);
  json["replay"] = policy->replay;
  return json;
}

Json alert_json(const AlertScore& alert, Instant start) {
  Json json;
  json["name"] = alert.name;
  json["receiver"] = text(alert.receiver);
  json["fired_s"] = alert.fired ? Json(to_seconds(*alert.fired - start)) : Json();
  json["received_s"] = alert.received ? Json(to_seconds(alert.received->high - start)) : Json();
  json["suppressed"] = alert.suppressed;
  json["verdict"] = to_string(alert.verdict);
  json["monitor"] = alert.monitor;
  json["labels"] = alert.labels;
  json["must_not"] = alert.must_not;
  json["within_s"] = seconds(alert.within);
  put_interval(json, "", alert.latency);
  put_moment(json, "received", alert.received, start);
  put_moment(json, "resolved", alert.resolved, start);
  json["reasons"] = alert.reasons;
  return json;
}

Json finding_json(const Finding& finding) {
  return {{"id", finding.id},     {"severity", finding.severity},
          {"text", finding.text}, {"owner", nullptr},
          {"due", nullptr},       {"link", nullptr}};
}

template <class T, class Make>
Json list_of(const std::vector<T>& items, const Make& make) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(make(item));
  return list;
}

Json abort_json(const Scorecard& card) {
  if (!card.aborted) return nullptr;
  return {{"by", known(card.aborted_by)}, {"why", *card.aborted}, {"at", known(card.aborted_at)}};
}

void put_head(Json& json, const Scorecard& card) {
  json["schema"] = "gameday.scorecard/1";
  json["run"] = card.run;
  json["drill"] = card.drill;
  json["title"] = card.title;
  json["started_at"] = text(card.started_at);
  json["exit_status"] = card.exit_status;
  json["scored_by"] = {{"version", card.version}, {"rules", k_rules_version}};
  json["environment"] = text(card.environment);
  json["failover_by"] = card.failover_by;
  json["ended_at"] = text(card.ended_at);
  json["duration_s"] = card.ended_at.empty() ? Json() : Json(to_seconds(card.end - card.start));
  json["verdict"] = to_string(card.verdict);
  json["reasons"] = card.reasons;
}

void put_context(Json& json, const Scorecard& card) {
  json["test_type"] = card.test_type;
  json["hypothesis"] = text(card.hypothesis);
  json["architecture"] = text(card.architecture);
  json["operator"] = text(card.operator_name);
  json["people"] = list_of(card.people, [](const Participant& person) {
    return Json{{"name", person.name}, {"role", person.role}};
  });
  json["approvals"] = Json::array();
  json["digests"] = {{"drill", text(card.sha_drill)},
                     {"inventory", text(card.sha_inventory)},
                     {"runbook", text(card.sha_runbook)},
                     {"plan", text(card.sha_plan)},
                     {"record", text(card.sha_record)}};
  if (!card.sha_failback.empty()) json["digests"]["failback"] = card.sha_failback;
  json["vantage"] = card.vantage;
  json["method"] = {{"every_s", to_seconds(card.every)},
                    {"timeout_s", to_seconds(card.timeout)},
                    {"stable_for_s", to_seconds(card.stable_for)},
                    {"availability", card.availability},
                    {"steal", share(card.steal)},
                    {"clock_error_s", 0},
                    {"runs", 1}};
  json["baseline"] = {{"held", known(card.baseline_held)},
                      {"serving", text(card.serving)},
                      {"p50_ms", known(card.baseline_p50_ms)},
                      {"p99_ms", known(card.baseline_p99_ms)}};
}

}  // namespace

Json to_json(const Scorecard& card) {
  Json json;
  put_head(json, card);
  json["objectives"] = list_of(card.objectives, objective_json);
  json["phases"] = list_of(card.phases, phase_json);
  json["faults"] =
      list_of(card.faults, [&](const FaultScore& fault) { return fault_json(fault, card.start); });
  json["probes"] = list_of(card.probes, probe_json);
  json["runbook"] = list_of(card.runbook, step_json);
  put_context(json, card);
  json["deviations"] = card.deviations;
  json["overrides"] = card.overrides;
  json["not_tested"] = card.not_tested;
  json["aborted"] = abort_json(card);
  json["end_state"] = text(card.end_state);
  json["still_in_force"] = card.still_in_force;
  json["damage"] = card.damage;
  json["findings"] = list_of(card.findings, finding_json);
  json["alerts"] =
      list_of(card.alerts, [&](const AlertScore& alert) { return alert_json(alert, card.start); });
  json["communication"] = Json::array();
  json["checks"] = list_of(card.checks, check_json);
  json["policy"] = policy_json(card.policy);
  json["failback"] = card.failback ? failback_json(*card.failback, card.start) : Json::object();
  json["cost"] = Json::object();
  return json;
}

}  // namespace gameday
