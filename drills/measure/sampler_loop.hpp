// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "base/units.hpp"

namespace gameday {

class HttpClient;
class Names;

/// One alarm that was set; used to cancel it.
struct AlarmId {
  Instant at{};
  std::uint64_t number = 0;  ///< 0 = none
  auto operator<=>(const AlarmId&) const = default;
};

/// What a descriptor is watched for, and what it turned out to be ready for.
struct Readiness {
  bool read = false;
  bool write = false;
};

/// The loop of one sampler thread. Probes and ledger writers see moments, descriptors and the two
/// shared clients, and nothing of what drives them. All but post() is for the loop's thread (and
/// for the thread that made it, before run). Callbacks must neither block nor throw.
class SamplerLoop {
 public:
  /// `resolver` = "address:port" of the clients' name server; empty = no names can be looked up.
  /// Errors: failed.
  static Result<std::unique_ptr<SamplerLoop>> make(const std::string& resolver = {});
  virtual ~SamplerLoop() = default;

  /// CLOCK_MONOTONIC.
  [[nodiscard]] static Instant now();
  /// Serves until stop(); may be called again.
  virtual void run() = 0;
  virtual void stop() = 0;
  /// From any thread: calls `work` on the loop's.
  virtual void post(std::function<void()> work) = 0;

  /// Calls `ring` once, at that moment or as soon after it as can be.
  virtual AlarmId set_alarm(Instant at, std::function<void()> ring) = 0;
  /// Fine for one that has rung or was never set.
  virtual void cancel_alarm(AlarmId alarm) = 0;

  /// Calls `ready` as often as the descriptor is ready (an error makes it ready for all), until
  /// unwatch. Watching again replaces what was asked before.
  virtual void watch(int fd, Readiness wanted, std::function<void(Readiness)> ready) = 0;
  /// Before the descriptor is closed.
  virtual void unwatch(int fd) = 0;

  /// Requests over HTTP.
  [[nodiscard]] virtual HttpClient& http() = 0;
  /// Null where the loop has no resolver.
  [[nodiscard]] virtual Names* names() = 0;
};

}  // namespace gameday
