// SPDX-License-Identifier: Apache-2.0
#include "drills/run/policy_watch.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace gameday {

SampleMerge::SampleMerge(const PolicySpec& policy, std::map<std::string, std::string> thread_of)
    : m_wanted(instruments_of(policy)), m_thread_of(std::move(thread_of)) {
  for (const std::string& instrument : m_wanted) m_fronts[m_thread_of[instrument]];
}

void SampleMerge::take(const std::string& instrument, const Sample& sample) {
  const auto thread = m_thread_of.find(instrument);
  if (thread == m_thread_of.end()) return;
  const std::lock_guard lock(m_mutex);
  // What is measured by the same thread for others tells as well how far it has come.
  const auto front = m_fronts.find(thread->second);
  if (front == m_fronts.end()) return;
  if (!m_first) m_first = sample.done;
  front->second = std::max(front->second.value_or(sample.done), sample.done);
  if (!m_wanted.contains(instrument)) return;
  if (sample.done < m_settled) {
    ++m_late;
    return;
  }
  m_waiting.push_back({sample.done, instrument, sample.region, sample.good});
}

std::vector<KnownSample> SampleMerge::settled(Instant now) {
  const std::lock_guard lock(m_mutex);
  if (!m_first) return {};
  Instant until = Instant::max();
  for (const auto& [thread, last] : m_fronts) {
    if (now - last.value_or(*m_first) > k_patience) continue;
    if (!last) return {};  // it may bring something from before all others
    until = std::min(until, *last);
  }
  return until == Instant::max() ? std::vector<KnownSample>{} : take_until(until);
}

std::vector<KnownSample> SampleMerge::rest() {
  const std::lock_guard lock(m_mutex);
  return take_until(Instant::max());
}

std::size_t SampleMerge::late() const {
  const std::lock_guard lock(m_mutex);
  return m_late;
}

std::vector<KnownSample> SampleMerge::take_until(Instant until) {
  m_settled = std::max(m_settled, until);
  std::ranges::sort(m_waiting, [](const KnownSample& a, const KnownSample& b) {
    return std::tie(a.at, a.instrument) < std::tie(b.at, b.instrument);
  });
  const auto end = std::ranges::lower_bound(m_waiting, until, {}, &KnownSample::at);
  std::vector<KnownSample> ready(std::make_move_iterator(m_waiting.begin()),
                                 std::make_move_iterator(end));
  m_waiting.erase(m_waiting.begin(), end);
  return ready;
}

PolicyWatch::PolicyWatch(const PolicySpec& policy, std::map<std::string, std::string> thread_of,
                         Instant origin)
    : m_samples(policy, std::move(thread_of)), m_decider(policy, origin) {}

std::vector<EventBody> PolicyWatch::look(Instant now) { return weigh(m_samples.settled(now)); }

std::vector<EventBody> PolicyWatch::finish() { return weigh(m_samples.rest()); }

std::vector<EventBody> PolicyWatch::weigh(const std::vector<KnownSample>& samples) {
  std::vector<EventBody> told;
  if (m_samples.late() > 0 && !m_late_told) {
    m_late_told = true;
    told.emplace_back(
        events::Deviation{"a sampler was so late that the policy did not wait for it: a replay may "
                          "decide otherwise"});
  }
  std::vector<HealthSignal> signals;
  signals.reserve(samples.size());
  for (const KnownSample& sample : samples) {
    signals.push_back({sample.at, sample.instrument, sample.region, sample.good});
  }
  m_decider.take(signals);
  const Decisions& made = m_decider.made();
  while (m_shifts < made.shifts.size() || m_vetoes < made.vetoes.size()) {
    const bool veto =
        m_vetoes < made.vetoes.size() &&
        (m_shifts == made.shifts.size() || made.vetoes[m_vetoes].at <= made.shifts[m_shifts].at);
    if (veto) {
      const PolicyVeto& one = made.vetoes[m_vetoes++];
      told.emplace_back(events::PolicyVetoed{one.at, one.rules, one.texts});
    } else {
      const PolicyShift& one = made.shifts[m_shifts++];
      told.emplace_back(events::PolicyDecided{one.at, one.since, one.from, one.to});
    }
  }
  return told;
}

}  // namespace gameday
