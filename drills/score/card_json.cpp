// SPDX-License-Identifier: Apache-2.0
#include "drills/score/card_json.hpp"

#include <nlohmann/json.hpp>

namespace gameday {
namespace nullable {

Json seconds(const std::optional<Duration>& value) {
  return value ? Json(to_seconds(*value)) : Json();
}

Json text(const std::string& value) { return value.empty() ? Json() : Json(value); }

}  // namespace nullable

namespace {

using nullable::seconds;
using nullable::text;

template <class T>
Json known(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

void put_counts(Json& json, const ObjectiveScore& score) {
  json["resolution_s"] = seconds(score.resolution);
  json["late"] = score.late;
  json["attempted"] = known(score.attempted);
  json["acknowledged"] = known(score.acknowledged);
  json["in_doubt"] = known(score.in_doubt);
  json["lost"] = known(score.lost);
  json["recovered"] = known(score.recovered);
  json["unexpected"] = known(score.unexpected);
  json["duplicated"] = known(score.duplicated);
  json["stranded"] = known(score.stranded);
  json["lost_after_failover"] = known(score.lost_after_failover);
  json["lost_after_heal"] = known(score.lost_after_heal);
}

}  // namespace

void put_interval(Json& json, const std::string& name, const std::optional<Interval>& value) {
  const Interval interval = value.value_or(Interval{});
  json[name + "low_s"] = seconds(interval.low);
  json[name + "high_s"] = seconds(interval.high);
}

Json objective_json(const ObjectiveScore& score) {
  Json json;
  json["name"] = score.name;
  json["subject"] = text(score.subject);
  if (score.name == "rpo") json["class"] = score.data_class;
  json["target_s"] = to_seconds(score.target);
  put_interval(json, "", score.measured);
  if (score.name == "rto") {
    json["relapses"] = score.relapses;
    json["bad_s"] = seconds(score.bad_time);
    json["read_only"] = score.read_only;
  }
  json["verdict"] = to_string(score.verdict);
  if (score.name == "rpo") put_counts(json, score);
  json["reasons"] = score.reasons;
  return json;
}

Json phase_json(const PhaseScore& phase) {
  Json json;
  json["name"] = phase.name;
  put_interval(json, "start_", phase.start);
  put_interval(json, "end_", phase.end);
  return json;
}

Json step_json(const StepScore& step) {
  Json json;
  json["step"] = step.step;
  json["owner"] = text(step.owner);
  json["verdict"] = to_string(step.verdict);
  json["took_s"] = seconds(step.took);
  json["within_s"] = to_seconds(step.within);
  json["started_s"] = seconds(step.started);
  json["by"] = text(step.by);
  json["note"] = text(step.note);
  if (!step.role.empty()) json["role"] = step.role;
  if (!step.link.empty()) json["link"] = step.link;
  return json;
}

Json check_json(const CheckScore& check) {
  return {{"name", check.name},
          {"subject", text(check.subject)},
          {"verdict", to_string(check.verdict)},
          {"reasons", check.reasons}};
}

}  // namespace gameday
