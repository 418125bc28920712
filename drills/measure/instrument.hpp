// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "drills/measure/ledger.hpp"
#include "drills/measure/probe.hpp"
#include "drills/measure/sampler.hpp"
#include "drills/measure/sampler_loop.hpp"
#include "drills/measure/schedule.hpp"

namespace gameday {

/// A probe or a ledger at work: sends on its schedule whatever became of what it sent before, up to
/// a limit. For the loop's thread.
class Instrument {
 public:
  Instrument(SamplerLoop& loop, Duration every, Duration timeout)
      : m_loop(loop), m_every(every), m_allowed(flights_allowed(timeout, every)) {}
  virtual ~Instrument() = default;
  Instrument(const Instrument&) = delete;
  Instrument& operator=(const Instrument&) = delete;

  /// Sends from `first` on. Fine while it does already: then nothing changes.
  void go(Instant first);
  /// Sends no more; what is under way ends by itself, at the latest at its timeout.
  void rest();
  /// Calls back once, when nothing is under way: at once where that is so now.
  void when_idle(std::function<void()> idle);

 protected:
  /// Sends one; ended() is called when it is over.
  virtual void send(Instant intended) = 0;
  /// The limit is reached: says so instead of sending.
  virtual void overflow(Instant intended) = 0;
  void ended();

 private:
  void tick();

  SamplerLoop& m_loop;
  Duration m_every;
  std::size_t m_allowed;
  std::size_t m_under_way = 0;
  std::optional<Schedule> m_schedule;
  AlarmId m_alarm;
  std::vector<std::function<void()>> m_when_idle;
};

/// Errors: bad_input (unknown kind, or as the kind says).
[[nodiscard]] Result<std::unique_ptr<Instrument>> make_instrument(const ProbeSpec& spec,
                                                                  const Inventory& inventory,
                                                                  SamplerLoop& loop,
                                                                  SampleSink& sink);
[[nodiscard]] Result<std::unique_ptr<Instrument>> make_instrument(const LedgerTarget& ledger,
                                                                  const Inventory& inventory,
                                                                  SamplerLoop& loop,
                                                                  SampleSink& sink);

}  // namespace gameday
