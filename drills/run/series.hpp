// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "drills/measure/sampler.hpp"
#include "drills/record/event.hpp"
#include "drills/record/sample.hpp"
#include "drills/record/timeline.hpp"

namespace gameday {

/// Takes in what the samplers measure: keeps it ordered by the time sent, hands it to the recorder,
/// and tells when an instrument turns good or bad.
class Series : public SampleSink {
 public:
  using OnTurned = std::function<void(const events::InstrumentTurned&)>;
  /// Told of each sample once it is handed to the recorder, on the sampler's thread.
  using OnKnown = std::function<void(const std::string& instrument, const Sample& sample)>;
  Series(Recorder& recorder, OnTurned turned, OnKnown known = {});

  void sample(const std::string& probe, const Sample& sample) override;
  void write(const std::string& ledger, const Write& write) override;

  /// A copy of one instrument's samples sent at or after `from`; what is answered meanwhile may be
  /// in it or not.
  [[nodiscard]] Samples of(const std::string& instrument, Instant from) const;
  [[nodiscard]] std::vector<std::string> instruments() const;
  /// How many samples there are of an instrument.
  [[nodiscard]] std::size_t count(const std::string& instrument) const;

 private:
  void keep(const std::string& instrument, const Sample& sample);
  Recorder& m_recorder;
  OnTurned m_turned;
  OnKnown m_known;
  mutable std::mutex m_mutex;
  std::map<std::string, Samples> m_samples;
  struct State {
    bool good = true;
    Instant sent{};
  };
  std::map<std::string, State> m_state;  ///< what the request sent last, of those answered, says
};

}  // namespace gameday
