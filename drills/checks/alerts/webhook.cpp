// SPDX-License-Identifier: Apache-2.0
// gameday listens where whoever is on call is paged, and takes Alertmanager's webhook itself: the
// page came through, end to end. What does not carry the token in its path is answered 404.
// https://prometheus.io/docs/alerting/latest/configuration/#webhook_config has the document.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "drills/checks/alert_kinds.hpp"
#include "drills/checks/asking.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

const ParamSpec k_params[] = {
    {.name = "listen", .required = true, .help = "\"address:port\", where the clients are"},
    {.name = "token",
     .type = ParamType::secret,
     .required = true,
     .help = "pages come to http://<listen>/<token>"},
};

Result<std::optional<AlertLook>> read(const AlertSpec& alert, const Outcome& outcome) {
  const Json page = Json::parse(outcome.out, nullptr, false);
  const auto wrong = [&](const char* why) {
    return fail(ErrorKind::failed, "read a page about", alert.name, why);
  };
  if (!page.is_object()) return wrong("it is no JSON object");
  const auto alerts = page.find("alerts");
  if (alerts == page.end() || !alerts->is_array()) return wrong("it has no list of alerts");
  const std::string receiver = asking::text_of(page, "receiver");
  if (!alert.receiver.empty() && receiver != alert.receiver) return std::optional<AlertLook>{};
  std::optional<AlertLook> look;
  for (const Json& entry : *alerts) {
    if (!entry.is_object() || !asking::has_labels(alert, entry.value("labels", Json::object()))) {
      continue;
    }
    if (!look) look = AlertLook{.receivers = {receiver}};
    if (asking::text_of(entry, "status") != "firing") continue;
    look->firing = true;
    look->started = asking::time_of(entry, "startsAt");
  }
  return look;
}

}  // namespace

const AlertKind k_alert_webhook{
    .name = "webhook",
    .summary = "the page itself: gameday listens and takes Alertmanager's webhook",
    .params = k_params,
    .alert_params = {},
    .sees = AlertSight::page,
    .every = 0ms,
    .ask = nullptr,
    .read = read,
};

}  // namespace gameday
