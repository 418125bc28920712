// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "drills/policy/decider.hpp"
#include "drills/record/event.hpp"
#include "drills/record/sample.hpp"

namespace gameday {

/// A sample that a policy looks at, as it was handed in.
struct KnownSample {
  Instant at{};  ///< when it was known
  std::string instrument;
  std::string region;
  bool good = false;
};

/// Brings the samples of several threads into one order, that of the times when they were known.
/// Each thread hands its own in by that order; so what is older than the last of every thread is
/// complete.
class SampleMerge {
 public:
  /// `thread_of`: which thread measures an instrument.
  SampleMerge(const PolicySpec& policy, std::map<std::string, std::string> thread_of);

  /// From any thread.
  void take(const std::string& instrument, const Sample& sample);
  /// Those that no other can come before any more, by time and instrument. A thread that has been
  /// silent for k_patience is not waited for; what it hands in too late is counted and left out.
  [[nodiscard]] std::vector<KnownSample> settled(Instant now);
  /// All that is left, once no thread hands in any more.
  [[nodiscard]] std::vector<KnownSample> rest();
  [[nodiscard]] std::size_t late() const;

  static constexpr std::chrono::seconds k_patience{1};

 private:
  [[nodiscard]] std::vector<KnownSample> take_until(Instant until);

  std::set<std::string, std::less<>> m_wanted;
  std::map<std::string, std::string> m_thread_of;
  mutable std::mutex m_mutex;
  std::map<std::string, std::optional<Instant>> m_fronts;  ///< the last of each thread
  std::optional<Instant> m_first;                          ///< of all
  std::vector<KnownSample> m_waiting;
  Instant m_settled = Instant::min();
  std::size_t m_late = 0;
};

/// The failover policy at work during a run, on the very samples that are recorded: a replay of the
/// record gives the same decisions, to the nanosecond.
class PolicyWatch {
 public:
  PolicyWatch(const PolicySpec& policy, std::map<std::string, std::string> thread_of,
              Instant origin);

  /// From any thread.
  void take(const std::string& instrument, const Sample& sample) {
    m_samples.take(instrument, sample);
  }
  /// A person overrides it at this instant, which is not earlier than any sample known by now. On
  /// the thread that looks.
  void hand_over(Instant at, const std::string& by) { m_decider.hand_over({at, by}); }
  /// What the samples known by now have led to since the last look: events, in their order.
  [[nodiscard]] std::vector<EventBody> look(Instant now);
  /// The same of all that is left, once the samplers have stopped.
  [[nodiscard]] std::vector<EventBody> finish();

 private:
  [[nodiscard]] std::vector<EventBody> weigh(const std::vector<KnownSample>& samples);

  SampleMerge m_samples;
  Decider m_decider;
  std::size_t m_shifts = 0;  ///< told so far
  std::size_t m_vetoes = 0;
  bool m_late_told = false;
};

}  // namespace gameday
