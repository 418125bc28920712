// SPDX-License-Identifier: Apache-2.0
// The member `failback` of scorecard.json.
#include <nlohmann/json.hpp>

#include "drills/score/card_json.hpp"

namespace gameday {
namespace {

using nullable::seconds;
using nullable::text;

Json gate_json(const GateScore& gate) {
  return {{"name", gate.name},
          {"kind", gate.kind},
          {"verdict", to_string(gate.verdict)},
          {"detail", text(gate.detail)}};
}

Json stranded_json(const StrandedScore& score) {
  Json writes = Json::array();
  for (const StrandedWrite& write : score.writes) {
    writes.push_back(
        {{"id", write.id}, {"sent_s", seconds(write.sent)}, {"acknowledged", write.acknowledged}});
  }
  return {{"ledger", score.ledger},     {"count", score.writes.size()},
          {"word", text(score.word)},   {"by", text(score.by)},
          {"file", text(score.file)},   {"error", text(score.error)},
          {"writes", std::move(writes)}};
}

template <class T>
Json list_of(const std::vector<T>& items, Json (*make)(const T&)) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(make(item));
  return list;
}

}  // namespace

Json failback_json(const FailbackScore& score, Instant start) {
  Json json;
  json["required"] = score.required;
  json["verdict"] = to_string(score.verdict);
  json["reasons"] = score.reasons;
  const auto end = [&](Instant Moment::* which) {
    return score.onset ? Json(to_seconds((*score.onset).*which - start)) : Json();
  };
  json["onset_low_s"] = end(&Moment::low);
  json["onset_high_s"] = end(&Moment::high);
  json["prepared_s"] = seconds(score.prepared);
  put_interval(json, "fresh_", score.fresh);
  put_interval(json, "kept_", score.kept);
  json["objectives"] = list_of(score.objectives, objective_json);
  json["phases"] = list_of(score.phases, phase_json);
  json["gates"] = list_of(score.gates, gate_json);
  json["stranded"] = list_of(score.stranded, stranded_json);
  json["runbook"] = list_of(score.runbook, step_json);
  json["checks"] = list_of(score.checks, check_json);
  return json;
}

}  // namespace gameday
