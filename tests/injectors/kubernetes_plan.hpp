// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "injectors/injectors.hpp"

namespace gameday {

/// Plans kubernetes_blackhole from parameters, in an inventory with a cluster and a region that has
/// a canary.
struct KubernetesPlanning {
  KubernetesPlanning() {
    inventory.file = "inventory.toml";
    inventory.regions["region-b"] = {.name = "region-b", .canary = "192.0.2.1:443"};
    inventory.clusters["shop"] = {.name = "shop", .kubeconfig = "/etc/k", .context = "staging"};
    params.set("cluster", std::string{"shop"});
    params.set("namespaces", std::vector<std::string>{"shop", "payments"});
  }

  void label(const std::string& name, const Json& value) {
    params.set("labels", std::make_shared<const Json>(Json{{name, value}}));
  }
  [[nodiscard]] FaultScope scope() const {
    return {.run_id = "1a2b3c4d",
            .fault = "Cut_A",
            .inventory = inventory,
            .expires_after = std::chrono::milliseconds{89'500},
            .fence_first = fence_first};
  }
  [[nodiscard]] Result<FaultPlan> plan() const {
    return k_injector_kubernetes_blackhole.plan(params, scope());
  }
  /// Why it cannot be planned; empty = it can.
  [[nodiscard]] std::string refused() const {
    const auto planned = plan();
    return planned ? "" : planned.error().text();
  }

  Inventory inventory;
  Params params;
  bool fence_first = false;
};

/// The object that kubectl would be handed, once the executor has put in when it ends.
inline Json object_of(const Action& action) {
  const auto resolved =
      resolve(action, Json::object(), WallTime{std::chrono::seconds{1'764'000'000}});
  REQUIRE(resolved);
  std::string text;
  for (const Arg& piece : std::get<Exec>(resolved->what).stdin_text) {
    text += std::get<std::string>(piece);
  }
  Json json = Json::parse(text, nullptr, false);
  REQUIRE(json.is_object());
  return json;
}

/// Its words, all of them plain.
inline std::vector<std::string> words_of(const Action& action) {
  std::vector<std::string> words;
  for (const Arg& arg : std::get<Exec>(action.what).argv) {
    words.push_back(std::get<std::string>(arg));
  }
  return words;
}

inline bool has_word(const Action& action, const std::string& word) {
  const auto words = words_of(action);
  return std::ranges::find(words, word) != words.end();
}

/// What a look that printed this shows.
inline Seen seen_in(const Change& change, const std::string& printed, int status = 0) {
  return read_seen(change.verify, Outcome{status == 0, status, printed, {}});
}

}  // namespace gameday
