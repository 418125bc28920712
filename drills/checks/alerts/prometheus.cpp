// SPDX-License-Identifier: Apache-2.0
// Asks Prometheus whether an alerting rule fires (a pending one does not), or whether a PromQL
// expression has a result. Who is paged is Alertmanager's business.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "drills/checks/alert_kinds.hpp"
#include "drills/checks/asking.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

const ParamSpec k_params[] = {
    {.name = "url", .required = true, .help = "of Prometheus, without /api"},
    asking::k_authorization,
    asking::k_every,
};

const ParamSpec k_alert_params[] = {
    {.name = "expr", .help = "PromQL that has a result while the alert fires, instead of a rule"},
};

bool by_expression(const AlertSpec& alert) { return alert.params.has("expr"); }

Result<Action> ask(const AlertSpec& alert, const Contact& monitor) {
  if (!by_expression(alert)) return asking::get(monitor, "/api/v1/alerts");
  const auto expr = alert.params.get<std::string>("expr");
  return asking::get(monitor, "/api/v1/query?query=" + asking::escaped(expr));
}

Result<std::optional<AlertLook>> no_answer(const AlertSpec& alert) {
  return fail(ErrorKind::failed, "ask about", alert.name, "Prometheus gave no answer that tells");
}

/// The series of the expression with the alert's labels; a scalar has none.
bool has_result(const AlertSpec& alert, const Json& result) {
  return std::ranges::any_of(result, [&](const Json& series) {
    if (!series.is_object()) return alert.labels.empty();
    const Json metric = series.value("metric", Json::object());
    return std::ranges::all_of(alert.labels, [&](const auto& label) {
      return asking::text_of(metric, label.first) == label.second;
    });
  });
}

Result<std::optional<AlertLook>> read(const AlertSpec& alert, const Outcome& outcome) {
  const Result<Json> answer = asking::document(alert.name, outcome);
  if (!answer) return tl::unexpected(answer.error());
  if (asking::text_of(*answer, "status") != "success") return no_answer(alert);
  const Json data = answer->value("data", Json::object());
  const char* list = by_expression(alert) ? "result" : "alerts";
  if (!data.is_object() || !data.contains(list) || !data.at(list).is_array()) {
    return no_answer(alert);
  }
  AlertLook look;
  if (by_expression(alert)) {
    look.firing = has_result(alert, data.at(list));
    return look;
  }
  for (const Json& entry : data.at(list)) {
    if (asking::text_of(entry, "state") != "firing") continue;
    if (!asking::has_labels(alert, entry.value("labels", Json::object()))) continue;
    look.firing = true;
    look.started = asking::time_of(entry, "activeAt");
  }
  return look;
}

}  // namespace

const AlertKind k_alert_prometheus{
    .name = "prometheus",
    .summary = "an alerting rule of Prometheus that fires, or a PromQL expression with a result",
    .params = k_params,
    .alert_params = k_alert_params,
    .sees = AlertSight::rule,
    .every = 100ms,
    .ask = ask,
    .read = read,
};

}  // namespace gameday
