// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "base/sha256.hpp"
#include "drills/plan/plan.hpp"
#include "drills/plan/plan_json.hpp"

namespace gameday {
namespace {

constexpr std::string_view k_no_run = "00000000";

/// The run id stands in names of tables, chains and files all over the plan.
std::string without_run(std::string text, const std::string& run_id) {
  if (run_id.size() != k_no_run.size()) return text;
  for (std::size_t at = text.find(run_id); at != std::string::npos; at = text.find(run_id, at)) {
    text.replace(at, run_id.size(), k_no_run);
    at += run_id.size();
  }
  return text;
}

/// Definition::sources holds drill, inventory, runbook, failback, in this order.
std::string source_digest(const Definition& definition, std::size_t index) {
  const auto& sources = definition.sources;
  return index < sources.size() ? sha256_hex(sources[index].text) : std::string{};
}

}  // namespace

Digests digests(const Plan& plan) {
  return {.drill = source_digest(plan.definition, 0),
          .inventory = source_digest(plan.definition, 1),
          .runbook = source_digest(plan.definition, 2),
          .plan = sha256_hex(without_run(body_json(plan).dump(), plan.run_id)),
          .failback = source_digest(plan.definition, 3)};
}

}  // namespace gameday
