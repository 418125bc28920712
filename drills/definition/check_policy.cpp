// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/check_policy.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "drills/definition/text.hpp"

namespace gameday {
namespace {

/// What a policy has to know of a probe or a ledger.
struct Feed {
  std::string_view name;
  std::string_view layer;
  Duration every{};
  Duration timeout{};
};

std::vector<Feed> feeds_of(const Drill& drill) {
  std::vector<Feed> feeds;
  for (const ProbeSpec& probe : drill.probes) {
    feeds.push_back({probe.name, probe.layer, probe.every, probe.timeout});
  }
  for (const LedgerSpec& ledger : drill.ledgers) {
    feeds.push_back({ledger.name, "db", ledger.every, ledger.timeout});
  }
  return feeds;
}

class Search {
 public:
  Search(const Drill& drill, const PolicySpec& policy)
      : m_policy{policy}, m_feeds{feeds_of(drill)} {}

  std::vector<PolicyFlaw> run() {
    if (!m_policy.to.empty() && m_policy.from == m_policy.to) {
      add({"to"}, fmt::format("a shift from {} to itself is none", in_ticks(m_policy.from)));
      return std::move(m_flaws);  // what else is wrong follows from this
    }
    check_regions();
    check_counts();
    for (const auto& [name, layer] : m_policy.layers) check_gauge("layer", name, layer);
    for (const auto& [name, veto] : m_policy.vetoes) check_gauge("veto", name, veto);
    return std::move(m_flaws);
  }

 private:
  void add(std::vector<std::string> path, std::string message, std::string hint = {}) {
    m_flaws.push_back({std::move(path), std::move(message), std::move(hint)});
  }

  void check_regions() {
    const auto& [from, to] = std::tie(m_policy.from, m_policy.to);
    if (from.empty() || to.empty()) return;  // noted when it was read
    for (const std::string& region : {from, to}) {
      if (layers_of(m_policy, region) > 0) continue;
      add({"layer"}, fmt::format("no layer has probes that tell of {}", in_ticks(region)),
          region == from ? "without them nothing is ever decided"
                         : "without them every decision is vetoed: nothing shows that it is well");
    }
  }

  void check_counts() {
    const std::int64_t layers = layers_of(m_policy, m_policy.from);
    if (layers > 0 && m_policy.at_least > layers) {
      add({"at_least"},
          fmt::format("{} layers can never be down: only {} {} of {}", m_policy.at_least, layers,
                      layers == 1 ? "tells" : "tell", in_ticks(m_policy.from)),
          fmt::format("at most {}", layers));
    }
    std::vector<std::string_view> known;
    for (const auto& [name, layer] : m_policy.layers) {
      if (layer.probes.contains(m_policy.from)) known.push_back(name);
    }
    for (const std::string& layer : m_policy.necessary) {
      if (std::ranges::find(known, layer) != known.end()) continue;
      add({"necessary"},
          fmt::format("the layer {} has no probes that tell of {}", in_ticks(layer),
                      in_ticks(m_policy.from)),
          suggest(layer, known));
    }
  }

  void check_gauge(const std::string& group, const std::string& name, const GaugeSpec& gauge) {
    if (gauge.up_below_ppm > gauge.down_above_ppm) {
      add({group, name, "up_below"}, "`up_below` is larger than `down_above`",
          "what is up and what is down must not overlap");
    }
    for (const auto& [region, names] : gauge.probes) {
      if (region != m_policy.from && region != m_policy.to) {
        add({group, name, "probes", region},
            fmt::format("{} is neither `from` nor `to` of the policy", in_ticks(region)));
        continue;
      }
      for (const std::string& each : names) check_feed({group, name}, region, each, gauge);
    }
  }

  void check_feed(const std::vector<std::string>& at, const std::string& region,
                  const std::string& name, const GaugeSpec& gauge) {
    const std::vector<std::string> place{at[0], at[1], "probes", region};
    const auto feed = std::ranges::find(m_feeds, name, &Feed::name);
    if (feed == m_feeds.end()) {
      std::vector<std::string_view> known;
      for (const Feed& each : m_feeds) known.push_back(each.name);
      add(place, fmt::format("no probe and no ledger is called {}", in_ticks(name)),
          suggest(name, known));
      return;
    }
    if (at[0] == "layer" && feed->layer != at[1]) {
      add(place, fmt::format("{} speaks for the layer `{}`, not `{}`", in_ticks(name), feed->layer,
                             at[1]));
    }
    const auto [known, first] = m_region_of.emplace(name, region);
    if (!first && known->second != region) {
      add(place, fmt::format("{} already tells of {}", in_ticks(name), in_ticks(known->second)),
          "an answer that does not come could be told of neither");
    }
    check_times(at, *feed, gauge);
  }

  void check_times(const std::vector<std::string>& at, const Feed& feed, const GaugeSpec& gauge) {
    constexpr int k_least_samples = 3;
    if (gauge.window < k_least_samples * feed.every) {
      add({at[0], at[1], "window"},
          fmt::format("`window` holds fewer than {} samples of {}", k_least_samples,
                      in_ticks(feed.name)),
          "at least " + format_duration(k_least_samples * feed.every));
    }
    if (gauge.stale_after <= feed.every + feed.timeout) {
      add({at[0], at[1], "stale_after"},
          fmt::format("{} is called stale before it can time out", in_ticks(feed.name)),
          "more than " + format_duration(feed.every + feed.timeout));
    }
  }

  const PolicySpec& m_policy;
  std::vector<Feed> m_feeds;
  std::map<std::string, std::string> m_region_of;  ///< of an instrument
  std::vector<PolicyFlaw> m_flaws;
};

/// Where the path leads to, or the deepest part of it that exists.
Place place_in(const TomlNode& root, const std::vector<std::string>& path) {
  const TomlNode* node = &root;
  for (const std::string& key : path) {
    const TomlMember* member = node->find(key);
    if (member == nullptr) break;
    node = &member->value;
  }
  return node->place;
}

/// Who is advised, or may override, takes part in the drill.
void check_person(const Part<Drill>& drill, const PolicySpec& policy) {
  if (policy.asks.empty()) {
    if (policy.mode != "advise") return;
    drill.note({"policy", "mode"}, "a policy that advises does not say whom",
               "write asks = \"...\", the name of one of [[people]]");
    return;
  }
  std::vector<std::string_view> names;
  for (const Participant& person : drill.value.people) names.push_back(person.name);
  if (std::ranges::find(names, policy.asks) != names.end()) return;
  drill.note({"policy", "asks"}, "none of [[people]] is called " + in_ticks(policy.asks),
             suggest(policy.asks, names));
}

/// What a mode needs. Two that start the runbook could not both be held to account for it.
void check_mode(const Part<Drill>& drill, const PolicySpec& policy) {
  if (policy.mode == "observe") {
    if (policy.asks.empty()) return;
    drill.note({"policy", "asks"}, "a policy that only looks on asks nobody",
               "write mode = \"advise\" or \"act\", or leave `asks` out");
    return;
  }
  if (policy.mode.empty()) return;  // noted when it was read
  check_person(drill, policy);
  if (drill.root.find("start_when") != nullptr) {
    drill.note({"start_when"},
               fmt::format("the policy starts the runbook (mode = \"{}\"), so nothing else may",
                           policy.mode),
               "leave `start_when` out, or write mode = \"observe\"");
  }
  if (drill.root.find("runbook") == nullptr) {
    drill.note({"policy", "mode"}, "nothing to start: the drill names no `runbook`",
               "a system that fails over by itself is watched with mode = \"observe\"");
  }
}

}  // namespace

std::vector<PolicyFlaw> find_policy_flaws(const Drill& drill, const PolicySpec& policy) {
  return Search{drill, policy}.run();
}

void check_policy(const Part<Drill>& drill, const Inventory* inventory) {
  const std::optional<PolicySpec>& policy = drill.value.policy;
  const TomlMember* table = drill.root.find("policy");
  if (!policy || table == nullptr) return;
  for (PolicyFlaw& flaw : find_policy_flaws(drill.value, *policy)) {
    drill.problems.add(place_in(table->value, flaw.path), std::move(flaw.message),
                       std::move(flaw.hint));
  }
  check_mode(drill, *policy);
  if (inventory == nullptr) return;
  const std::vector<std::string_view> known = keys_of(inventory->regions);
  const auto check = [&](std::string_view key, const std::string& region) {
    if (region.empty() || std::ranges::find(known, region) != known.end()) return;
    drill.note({"policy", key}, "unknown region " + in_ticks(region), suggest(region, known));
  };
  check("from", policy->from);
  check("to", policy->to);
}

}  // namespace gameday
