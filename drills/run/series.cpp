// SPDX-License-Identifier: Apache-2.0
#include "drills/run/series.hpp"

#include <algorithm>
#include <utility>

namespace gameday {
namespace {

constexpr std::ptrdiff_t k_slice = 256;

}  // namespace

Series::Series(Recorder& recorder, OnTurned turned, OnKnown known)
    : m_recorder(recorder), m_turned(std::move(turned)), m_known(std::move(known)) {}

void Series::sample(const std::string& probe, const Sample& sample) {
  m_recorder.sample(probe, sample);
  keep(probe, sample);
}

void Series::write(const std::string& ledger, const Write& write) {
  m_recorder.write(ledger, write);
  keep(ledger, as_sample(write));
}

void Series::keep(const std::string& instrument, const Sample& sample) {
  if (m_known) m_known(instrument, sample);
  bool turned = false;
  {
    const std::lock_guard lock(m_mutex);
    Samples& samples = m_samples[instrument];
    // Answers come in another order than requests went out, but never far from it.
    const auto place = std::find_if(samples.rbegin(), samples.rend(), [&](const Sample& earlier) {
      return earlier.sent <= sample.sent;
    });
    samples.insert(place.base(), sample);
    // An answer to a request older than the one that decided last says nothing new: after a
    // recovery the time-outs of what was sent before it still come in.
    const auto [state, first] = m_state.try_emplace(instrument, State{sample.good, sample.sent});
    if (!first && sample.sent < state->second.sent) return;
    turned = first || state->second.good != sample.good;
    state->second = {sample.good, sample.sent};
  }
  if (turned) {
    m_turned({.instrument = instrument, .good = sample.good, .since = sample.sent});
  }
}

/// Slice by slice, so that a sampler that has something to hand in never waits for the whole copy.
Samples Series::of(const std::string& instrument, Instant from) const {
  Samples copy;
  std::size_t before = 0;
  do {
    before = copy.size();
    const std::lock_guard lock(m_mutex);
    const auto found = m_samples.find(instrument);
    if (found == m_samples.end()) return {};
    const Samples& all = found->second;
    const auto first = copy.empty()
                           ? std::ranges::lower_bound(all, from, {}, &Sample::sent)
                           : std::ranges::upper_bound(all, copy.back().sent, {}, &Sample::sent);
    auto last = std::min(all.end(), first + std::min<std::ptrdiff_t>(k_slice, all.end() - first));
    // What was sent at the same time stays together: the next slice begins behind it.
    while (last != all.end() && last != first && last->sent == std::prev(last)->sent) ++last;
    copy.insert(copy.end(), first, last);
  } while (copy.size() != before);
  return copy;
}

std::vector<std::string> Series::instruments() const {
  const std::lock_guard lock(m_mutex);
  std::vector<std::string> names;
  for (const auto& [name, samples] : m_samples) names.push_back(name);
  return names;
}

std::size_t Series::count(const std::string& instrument) const {
  const std::lock_guard lock(m_mutex);
  const auto found = m_samples.find(instrument);
  return found == m_samples.end() ? 0 : found->second.size();
}

}  // namespace gameday
