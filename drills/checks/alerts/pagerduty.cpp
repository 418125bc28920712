// SPDX-License-Identifier: Apache-2.0
// Asks PagerDuty's REST API v2 for the open incident whose title has the alert's name and the
// values of its labels: opened, and taken up by a person.
// https://developer.pagerduty.com/api-reference/9d0b4b12e36f9-list-incidents has the documents.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "drills/checks/alert_kinds.hpp"
#include "drills/checks/asking.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

const ParamSpec k_params[] = {
    {.name = "url", .help = "of the API", .fallback = "https://api.pagerduty.com"},
    {.name = "authorization",
     .type = ParamType::secret,
     .required = true,
     .help = "value of the header Authorization: \"Token token=...\""},
    {.name = "every", .type = ParamType::duration, .help = "from look to look", .fallback = "1s"},
};

const ParamSpec k_alert_params[] = {
    {.name = "service", .help = "id of the service that has the incident", .fallback = "any"},
    {.name = "acknowledged_within",
     .type = ParamType::duration,
     .help = "from the onset until a person has taken it up"},
};

Result<Action> ask(const AlertSpec& alert, const Contact& monitor) {
  Contact known = monitor;
  if (!known.params.has("url")) known.params.set("url", std::string{"https://api.pagerduty.com"});
  std::string path =
      "/incidents?statuses%5B%5D=triggered&statuses%5B%5D=acknowledged&limit=100"
      "&sort_by=created_at%3Adesc";
  const auto service = alert.params.get<std::string>("service");
  if (!service.empty()) path += "&service_ids%5B%5D=" + asking::escaped(service);
  Action action = asking::get(known, path);
  std::get<Http>(action.what)
      .headers.emplace_back("Accept", std::string{"application/vnd.pagerduty+json;version=2"});
  return action;
}

bool is_about(const AlertSpec& alert, const std::string& title) {
  if (title.find(alert.name) == std::string::npos) return false;
  return std::ranges::all_of(alert.labels, [&](const auto& label) {
    return title.find(label.second) != std::string::npos;
  });
}

Result<std::optional<AlertLook>> read(const AlertSpec& alert, const Outcome& outcome) {
  const Result<Json> answer = asking::document(alert.name, outcome);
  if (!answer) return tl::unexpected(answer.error());
  if (!answer->is_object() || !answer->contains("incidents") ||
      !answer->at("incidents").is_array()) {
    return fail(ErrorKind::failed, "ask about", alert.name, "its answer has no incidents");
  }
  AlertLook look;
  for (const Json& incident : answer->at("incidents")) {
    const std::string status = asking::text_of(incident, "status");
    if (status != "triggered" && status != "acknowledged") continue;
    if (!is_about(alert, asking::text_of(incident, "title"))) continue;
    look.firing = true;
    look.acknowledged = look.acknowledged || status == "acknowledged";
    look.started = asking::time_of(incident, "created_at");
    for (const Json& assignment : incident.value("assignments", Json::array())) {
      const Json person =
          assignment.is_object() ? assignment.value("assignee", Json::object()) : Json::object();
      look.receivers.push_back(asking::text_of(person, "summary"));
    }
  }
  const auto& all = look.receivers;
  if (look.firing && !alert.receiver.empty() &&
      std::ranges::find(all, alert.receiver) == all.end()) {
    look.why.push_back("it is not assigned to " + alert.receiver);
  }
  return look;
}

}  // namespace

const AlertKind k_alert_pagerduty{
    .name = "pagerduty",
    .summary = "an incident in PagerDuty: opened, and acknowledged by a person",
    .params = k_params,
    .alert_params = k_alert_params,
    .sees = AlertSight::page,
    .every = 1s,
    .ask = ask,
    .read = read,
};

}  // namespace gameday
