// SPDX-License-Identifier: Apache-2.0
// Asks Alertmanager, by its API v2, whether the alert fires there, to whom it is routed, and
// whether a silence, an inhibition or a mute keeps it from them. That a receiver's own service took
// the page is not seen here: the kind `webhook` sees that.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "drills/checks/alert_kinds.hpp"
#include "drills/checks/asking.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

const ParamSpec k_params[] = {
    {.name = "url", .required = true, .help = "of Alertmanager, without /api"},
    asking::k_authorization,
    asking::k_every,
};

/// A matcher's value is quoted as Go quotes it.
std::string matcher(std::string_view name, std::string_view value) {
  std::string text = fmt::format("{}=\"", name);
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return "filter=" + asking::escaped(text + '"');
}

Result<Action> ask(const AlertSpec& alert, const Contact& monitor) {
  std::string path = "/api/v2/alerts?" + matcher("alertname", alert.name);
  for (const auto& [name, value] : alert.labels) path += "&" + matcher(name, value);
  return asking::get(monitor, path);
}

/// Several alerts may match: one that gets through is what counts.
bool is_better(const AlertLook& one, const AlertLook& other) {
  const auto kept = [](const AlertLook& look) {
    return !look.silences.empty() || !look.why.empty();
  };
  return kept(other) && !kept(one);
}

AlertLook look_at(const AlertSpec& alert, const Json& entry) {
  AlertLook look{.firing = true, .receivers = asking::texts_of(entry, "receivers", "name")};
  look.started = asking::time_of(entry, "startsAt");
  const Json status = entry.value("status", Json::object());
  look.silences = asking::texts_of(status, "silencedBy");
  for (const std::string& by : asking::texts_of(status, "inhibitedBy")) {
    look.why.push_back("inhibited by the alert " + by);
  }
  for (const std::string& by : asking::texts_of(status, "mutedBy")) {
    look.why.push_back("muted by the time interval " + by);
  }
  if (asking::text_of(status, "state") == "unprocessed") {
    look.why.emplace_back("Alertmanager has not routed it yet");
  }
  const auto& all = look.receivers;
  if (!alert.receiver.empty() && std::find(all.begin(), all.end(), alert.receiver) == all.end()) {
    look.why.push_back(
        fmt::format("it goes to {}, not to {}", fmt::join(all, ", "), alert.receiver));
  }
  return look;
}

Result<std::optional<AlertLook>> read(const AlertSpec& alert, const Outcome& outcome) {
  const Result<Json> alerts = asking::document(alert.name, outcome);
  if (!alerts) return tl::unexpected(alerts.error());
  if (!alerts->is_array()) {
    return fail(ErrorKind::failed, "ask about", alert.name, "its answer is no list of alerts");
  }
  std::optional<AlertLook> best;
  for (const Json& entry : *alerts) {
    if (!entry.is_object() || !asking::has_labels(alert, entry.value("labels", Json::object()))) {
      continue;
    }
    AlertLook look = look_at(alert, entry);
    if (!best || is_better(look, *best)) best = std::move(look);
  }
  return best.value_or(AlertLook{});
}

Action ask_silence(const Contact& monitor, const std::string& id) {
  return asking::get(monitor, "/api/v2/silence/" + asking::escaped(id));
}

std::string read_silence(const std::string& id, const Result<Outcome>& answer) {
  const Result<Json> silence =
      answer ? asking::document(id, *answer) : Result<Json>{tl::unexpected(answer.error())};
  if (!silence) return fmt::format("silenced, by whom could not be read (silence {})", id);
  const std::string by = asking::text_of(*silence, "createdBy");
  return fmt::format("silenced by {} until {}: {} (silence {})", by.empty() ? "nobody named" : by,
                     asking::text_of(*silence, "endsAt"), asking::text_of(*silence, "comment"), id);
}

}  // namespace

const AlertKind k_alert_alertmanager{
    .name = "alertmanager",
    .summary = "an alert in Alertmanager: fires, is routed to its receiver, is not kept from it",
    .params = k_params,
    .alert_params = {},
    .sees = AlertSight::route,
    .every = 100ms,
    .ask = ask,
    .read = read,
    .ask_silence = ask_silence,
    .read_silence = read_silence,
};

}  // namespace gameday
