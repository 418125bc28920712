// SPDX-License-Identifier: Apache-2.0
// The words for the enumerations of events, in the order of their values.
#include <array>

#include "drills/record/event.hpp"

namespace gameday {
namespace {

constexpr std::array<std::string_view, 15> k_stages{
    "preflight", "baseline", "inject", "prove",       "watch",     "fail_over", "recover", "count",
    "fence",     "heal",     "settle", "count_again", "fail_back", "verify",    "finished"};
static_assert(k_stages.size() == static_cast<std::size_t>(Stage::finished) + 1);

constexpr std::array<std::string_view, 3> k_proofs{"confirmed", "mismatch", "inconclusive"};
constexpr std::array<std::string_view, 4> k_readings{"isolated", "after_failover", "after_heal",
                                                     "after_failback"};
constexpr std::array<std::string_view, 4> k_step_states{"started", "done", "failed", "skipped"};

constexpr std::array<std::string_view, 5> k_alert_states{"unreachable", "silent", "suppressed",
                                                         "received", "acknowledged"};

template <class Enum, std::size_t count>
std::string_view word(const std::array<std::string_view, count>& words, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < count ? words[index] : std::string_view{"?"};
}

template <class Enum, std::size_t count>
std::optional<Enum> value_of(const std::array<std::string_view, count>& words,
                             std::string_view text) {
  for (std::size_t index = 0; index < count; ++index) {
    if (words[index] == text) return static_cast<Enum>(index);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Stage stage) { return word(k_stages, stage); }
std::string_view to_string(ProofResult proof) { return word(k_proofs, proof); }
std::string_view to_string(events::Reading reading) { return word(k_readings, reading); }
std::string_view to_string(events::StepState state) { return word(k_step_states, state); }

std::string_view to_string(AlertState state) { return word(k_alert_states, state); }

std::optional<Stage> parse_stage(std::string_view text) { return value_of<Stage>(k_stages, text); }
std::optional<ProofResult> parse_proof(std::string_view text) {
  return value_of<ProofResult>(k_proofs, text);
}
std::optional<events::Reading> parse_reading(std::string_view text) {
  return value_of<events::Reading>(k_readings, text);
}
std::optional<events::StepState> parse_step_state(std::string_view text) {
  return value_of<events::StepState>(k_step_states, text);
}
std::optional<AlertState> parse_alert_state(std::string_view text) {
  return value_of<AlertState>(k_alert_states, text);
}

}  // namespace gameday
