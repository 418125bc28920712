// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "drills/policy/signal.hpp"

namespace gameday {

/// Why the policy did what it did: when, which rule spoke, and what was seen.
struct PolicyLine {
  Instant at{};
  std::string_view
      rule;  ///< signal, evidence, hold, veto, cool_down, anti_flap, override, decision
  std::string text;
};

/// A decision to send the traffic elsewhere.
struct PolicyShift {
  Instant at{};
  Instant since{};  ///< the evidence has held from here on
  std::string from, to;
};

/// A person has sent the traffic to the other region against the policy's vetoes.
struct PolicyHandover {
  Instant at{};
  std::string by;
};

/// What has forbidden a shift from this instant on, while the evidence for it held.
struct PolicyVeto {
  Instant at{};
  std::vector<std::string> rules;  ///< standby, lag, traffic, shifts, cool_down, anti_flap
  std::vector<std::string> texts;  ///< of each; none = nothing does any more, or it is not needed
};

/// What a policy makes of signals.
struct Decisions {
  std::vector<PolicyShift> shifts;
  std::vector<PolicyVeto> vetoes;  ///< at most k_most_lines
  std::vector<PolicyLine> lines;   ///< at most k_most_lines
  std::size_t untold = 0;          ///< lines that were one too many

  static constexpr std::size_t k_most_lines = 2000;
};

/// Decides. Pure, in integer nanoseconds: the same signals give the same decisions on any machine.
/// `signals` are in the order of their times (signals_of); nothing is decided after the last of
/// them. `origin` is what the times in the lines are counted from; `handovers` are in order too.
[[nodiscard]] Decisions decide(const PolicySpec& policy, std::span<const HealthSignal> signals,
                               Instant origin, std::span<const PolicyHandover> handovers = {});

/// "+7.510 s": a time as the lines tell it.
[[nodiscard]] std::string format_since(Instant at, Instant origin);

}  // namespace gameday
