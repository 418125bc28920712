// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
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
  }
  void write(const std::string& ledger, const Write& write) override {
    const std::lock_guard lock(m_mutex);
    m_writes[ledger].push_back(write);
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
  std::map<std::string, Samples> m_samples;
  std::map<std::string, std::vector<Write>> m_writes;
};

}  // namespace gameday::test
