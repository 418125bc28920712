// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "drills/measure/sampler.hpp"

namespace gameday::test {

/// Keeps all samples and writes, for any thread to look at.
class Collector final : public SampleSink {
 public:
  void sample(const std::string& probe, const Sample& sample) override {
    const std::lock_guard lock(m_mutex);
    m_samples[probe].push_back(sample);
    m_more.notify_all();
  }
  void write(const std::string& ledger, const Write& write) override {
    const std::lock_guard lock(m_mutex);
    m_writes[ledger].push_back(write);
    m_more.notify_all();
  }

  /// Waits until the condition holds, looking whenever something more has come; false where it
  /// does not within ten seconds.
  template <class Condition>
  [[nodiscard]] bool await(Condition condition) {
    constexpr std::chrono::milliseconds k_look_again{20};
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!condition()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::unique_lock lock(m_mutex);
      m_more.wait_for(lock, k_look_again);
    }
    return true;
  }

  /// In the order in which they were sent.
  [[nodiscard]] Samples samples(const std::string& probe) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_samples.find(probe);
    Samples samples = found == m_samples.end() ? Samples{} : found->second;
    std::ranges::stable_sort(samples, {}, &Sample::sent);
    return samples;
  }
  /// In the order of their numbers.
  [[nodiscard]] std::vector<Write> writes(const std::string& ledger) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_writes.find(ledger);
    std::vector<Write> writes = found == m_writes.end() ? std::vector<Write>{} : found->second;
    std::ranges::sort(writes, {}, &Write::id);
    return writes;
  }

 private:
  mutable std::mutex m_mutex;
  std::condition_variable m_more;
  std::map<std::string, Samples> m_samples;
  std::map<std::string, std::vector<Write>> m_writes;
};

}  // namespace gameday::test
