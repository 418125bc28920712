// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "drills/definition/drill.hpp"
#include "drills/measure/client_class.hpp"
#include "drills/measure/sampler_loop.hpp"
#include "drills/record/sample.hpp"

namespace gameday {

/// One request of a probe under way. It gives exactly one sample: when the probe ends it, or when
/// its timeout has passed. Whoever may still call back holds it, and asks ended() first.
class Flight : public std::enable_shared_from_this<Flight> {
 public:
  /// Sent now; the timeout runs from here, a lookup included.
  static std::shared_ptr<Flight> begin(SamplerLoop& loop, const ProbeSpec& spec, Instant intended,
                                       std::function<void(Sample)> done);

  [[nodiscard]] bool ended() const { return !m_done; }
  [[nodiscard]] Sample& sample() { return m_sample; }
  /// What to let go of when it ends, for whatever reason. Replaces what was set before.
  void on_end(std::function<void()> clean_up) { m_clean_up = std::move(clean_up); }

  /// With an error: it was refused, or the answer was not the right one. Without: the right answer
  /// came; that is good, unless it was too late.
  void end(std::string error = {});

 private:
  Flight(SamplerLoop& loop, const ProbeSpec& spec) : m_loop(loop), m_spec(spec) {}

  SamplerLoop& m_loop;
  const ProbeSpec& m_spec;
  Sample m_sample;
  AlarmId m_alarm;
  std::function<void()> m_clean_up;
  std::function<void(Sample)> m_done;
};

/// Refuses what no probe can be: a period or timeout that is not above zero, a class that its kind
/// does not know. Errors: bad_input.
[[nodiscard]] Result<void> check_probe(const ProbeSpec& spec,
                                       std::span<const std::string_view> clients = k_fresh_only);

}  // namespace gameday
