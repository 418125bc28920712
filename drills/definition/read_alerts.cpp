// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/read_alerts.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/catalog.hpp"
#include "base/network.hpp"
#include "drills/checks/alert_kinds.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_most_alerts = 32;
constexpr Range<Duration> k_patience{std::chrono::milliseconds{1}, std::chrono::hours{24}};

bool is_url(const std::string& text) {
  const bool plain = text.find_first_of(" \t\n\"") == std::string::npos;
  return plain && (text.starts_with("http://") || text.starts_with("https://"));
}

Contact read_monitor(const std::string& name, const TomlNode& node, Problems& problems) {
  Contact monitor{.name = name, .kind = {}, .params = {}};
  TableReader reader{node, fmt::format("[monitor.{}]", printable(name)), problems};
  if (!reader.word("kind", monitor.kind, names_of(alert_kinds()), Need::required)) return monitor;
  monitor.params = reader.params(find_kind(alert_kinds(), monitor.kind)->params);
  reader.finish();
  const auto url = monitor.params.get<std::string>("url");
  if (monitor.params.has("url") && !is_url(url)) {
    reader.note(place_of(node, {"url"}), fmt::format("{} is no URL", in_ticks(url)),
                "for instance \"http://alertmanager.example:9093\"");
  }
  const auto listen = monitor.params.get<std::string>("listen");
  if (monitor.params.has("listen") && !parse_endpoint(listen)) {
    reader.note(place_of(node, {"listen"}),
                fmt::format("{} is no address with a port", in_ticks(listen)),
                "for instance \"127.0.0.1:9095\"");
  }
  return monitor;
}

/// The parameters of every kind: which is meant stands in another file.
std::vector<ParamSpec> all_params() {
  std::vector<ParamSpec> all;
  for (const AlertKind* kind : alert_kinds()) {
    for (ParamSpec spec : kind->alert_params) {
      spec.required = false;
      all.push_back(spec);
    }
  }
  return all;
}

void check_params(const Part<Drill>& drill, std::size_t index, const AlertKind& kind) {
  const AlertSpec& alert = drill.value.alerts[index];
  const auto takes = [&](std::string_view name) {
    return std::ranges::any_of(kind.alert_params,
                               [&](const ParamSpec& spec) { return spec.name == name; });
  };
  for (const auto& [name, value] : alert.params.all()) {
    if (takes(name)) continue;
    drill.note({"alert", index, name},
               fmt::format("a monitor of the kind `{}` takes no {}", kind.name, in_ticks(name)));
  }
  for (const ParamSpec& spec : kind.alert_params) {
    if (!spec.required || alert.params.has(spec.name)) continue;
    drill.note({"alert", index},
               fmt::format("missing key `{}`: the kind `{}` needs it", spec.name, kind.name),
               std::string{spec.help});
  }
  const bool sees_receivers = kind.name != "prometheus" && kind.name != "command";
  if (!alert.receiver.empty() && !sees_receivers) {
    drill.note({"alert", index, "receiver"},
               fmt::format("a monitor of the kind `{}` knows of no receivers", kind.name),
               "name an alertmanager, webhook or pagerduty");
  }
}

void check_times(const Part<Drill>& drill, std::size_t index, Duration lasts) {
  const AlertSpec& alert = drill.value.alerts[index];
  if (alert.must_not) {
    if (alert.within)
      drill.note({"alert", index, "within"}, "an alert that must not come has none");
    if (alert.resolves_within) {
      drill.note({"alert", index, "resolves_within"}, "an alert that must not come has none");
    }
    return;
  }
  if (!alert.within) {
    drill.note({"alert", index}, "missing key `within` in [[alert]]",
               "how long after the fault it may take, for instance \"30s\"");
  } else if (lasts != Duration{} && *alert.within >= lasts) {
    drill.note({"alert", index, "within"}, "`within` is not shorter than the fault lasts",
               "less than " + format_duration(lasts));
  }
}

Duration shortest_fault(const Drill& drill) {
  Duration shortest{};
  for (const FaultSpec& fault : drill.faults) {
    if (shortest == Duration{} || fault.lasts < shortest) shortest = fault.lasts;
  }
  return shortest;
}

void check_objective(const Part<Drill>& drill) {
  if (!drill.value.objectives.detect) return;
  const bool expects = std::ranges::any_of(drill.value.alerts,
                                           [](const AlertSpec& alert) { return !alert.must_not; });
  if (!expects) {
    drill.note({"objectives", "detect"}, "nothing measures `detect`: no alert is expected",
               "add an [[alert]]");
  }
  const Duration lasts = shortest_fault(drill.value);
  if (lasts != Duration{} && *drill.value.objectives.detect >= lasts) {
    drill.note({"objectives", "detect"}, "`detect` is not shorter than the fault lasts",
               "less than " + format_duration(lasts));
  }
}

}  // namespace

void read_monitors(TableReader& reader, Inventory& inventory, Problems& problems) {
  reader.named_tables("monitor", [&](const std::string& name, const TomlNode& node) {
    inventory.monitors[name] = read_monitor(name, node, problems);
  });
}

AlertSpec read_alert(const TomlNode& node, Problems& problems) {
  static const std::vector<ParamSpec> k_all = all_params();
  AlertSpec alert;
  TableReader reader{node, "[[alert]]", problems};
  reader.text("name", alert.name, Need::required);
  reader.name("monitor", alert.monitor, Need::required);
  reader.text("receiver", alert.receiver);
  reader.duration("within", alert.within, k_patience);
  reader.duration("resolves_within", alert.resolves_within, k_patience);
  reader.flag("must_not", alert.must_not);
  if (const TomlNode* labels = reader.table("labels")) {
    TableReader each{*labels, "`labels`", problems};
    for (const TomlMember& member : labels->members) {
      each.text(member.key, alert.labels[member.key]);
    }
  }
  alert.params = reader.params(k_all);
  reader.finish();
  return alert;
}

void check_alerts(const Part<Drill>& drill, const Inventory* inventory) {
  if (drill.value.alerts.size() > k_most_alerts) {
    drill.note({"alert", k_most_alerts}, fmt::format("at most {} alerts", k_most_alerts));
  }
  const Duration lasts = shortest_fault(drill.value);
  for (std::size_t i = 0; i < drill.value.alerts.size(); ++i) {
    check_times(drill, i, lasts);
    const std::string& name = drill.value.alerts[i].monitor;
    if (inventory == nullptr || name.empty()) continue;
    const auto monitor = inventory->monitors.find(name);
    if (monitor == inventory->monitors.end()) {
      drill.note({"alert", i, "monitor"}, "unknown monitor " + in_ticks(name),
                 suggest(name, keys_of(inventory->monitors)));
      continue;
    }
    const AlertKind* kind = find_kind(alert_kinds(), monitor->second.kind);
    if (kind != nullptr) check_params(drill, i, *kind);
  }
  check_objective(drill);
}

}  // namespace gameday
