// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/action.hpp"
#include "base/units.hpp"

namespace gameday {

/// Reads the clocks. Faked in tests and in the simulator.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;        ///< CLOCK_MONOTONIC
  [[nodiscard]] virtual WallTime wall() const = 0;      ///< CLOCK_REALTIME
  [[nodiscard]] virtual Duration boottime() const = 0;  ///< CLOCK_BOOTTIME; goes on in suspend
};

/// Asks a person on the terminal, or an answers file. Blocks until answered or the deadline.
class Prompt {
 public:
  virtual ~Prompt() = default;
  struct Answer {
    bool yes = false;
    std::string by;    ///< who: the user's name, or "answers file"
    std::string note;  ///< what they said
  };
  /// Errors: timeout; failed where nobody can be asked.
  [[nodiscard]] virtual Result<Answer> ask(std::string_view key, std::string_view question,
                                           std::chrono::milliseconds deadline) = 0;
  /// Every question that waits, now or later, ends as timed out. From any thread.
  virtual void cancel() {}
};

/// Everything that may be touched, as one struct of interfaces.
struct World {
  Clock& clock;
  Performer& performer;
  Prompt& prompt;
};

}  // namespace gameday
