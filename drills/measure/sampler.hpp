// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/inventory.hpp"
#include "drills/definition/drill.hpp"
#include "drills/record/sample.hpp"

namespace gameday {

/// Is told of every sample when it is done, so not in the order in which they were sent; on the
/// sampler's own thread: it must neither block nor throw.
class SampleSink {
 public:
  virtual ~SampleSink() = default;
  virtual void sample(const std::string& probe, const Sample& sample) = 0;
  virtual void write(const std::string& ledger, const Write& write) = 0;
};

/// A ledger to be written by the sampler.
struct LedgerTarget {
  LedgerSpec spec;
  std::string table;
  std::string address;  ///< "address:port" to write to
};

/// What one sampler does. One sampler = one thread, one loop, one vantage, one network namespace.
struct SamplerSetup {
  std::string vantage;                       ///< for the record: "lab:world", "local"
  std::function<Result<void>()> enter = {};  ///< run first on the new thread: joins its network
  std::vector<ProbeSpec> probes;
  std::vector<LedgerTarget> ledgers;
  Inventory inventory;
  bool realtime = false;  ///< SCHED_FIFO and mlockall
};

/// Sends open loop, on an absolute schedule, from its own thread; nothing that the rest of gameday
/// does can delay it. Intended, sent and done are kept for each sample.
class Sampler {
 public:
  /// Returns once the thread is in its network and the first requests are scheduled.
  /// Errors: failed, bad_input (a URL that cannot be parsed ...).
  static Result<std::unique_ptr<Sampler>> start(SamplerSetup setup, SampleSink& sink);
  virtual ~Sampler() = default;

  /// No new writes from here on; returns when those in flight have ended (at most their timeout).
  /// What follows here may be called from any thread but the sampler's own.
  virtual void settle_writes() = 0;
  /// Writes again, with numbers that go on (after the heal, for the second reading's sake).
  virtual void resume_writes() = 0;
  /// Sends no more and returns when what is in flight has ended: answered, or at its timeout. So
  /// the last samples are as true as the others. The sink is not called afterwards. Idempotent.
  virtual void stop() = 0;
  /// CPU seconds that the thread has used.
  [[nodiscard]] virtual double cpu_seconds() const = 0;
};

}  // namespace gameday
