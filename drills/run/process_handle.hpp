// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

#include "base/result.hpp"
#include "world/fd.hpp"

namespace gameday {

/// A process held by a pidfd, so that nobody else can ever be meant by its number.
class ProcessHandle {
 public:
  /// Errors: absent (it has ended, or the number belongs to another process now), failed.
  static Result<ProcessHandle> open(std::int64_t pid, std::uint64_t start_time);

  [[nodiscard]] bool has_ended() const { return ends_within(std::chrono::milliseconds{0}); }
  [[nodiscard]] bool ends_within(std::chrono::milliseconds patience) const;
  /// SIGKILL, and waits for its end. Errors: failed, timeout.
  [[nodiscard]] Result<void> kill(std::chrono::milliseconds patience) const;
  /// Readable once it has ended.
  [[nodiscard]] int fd() const { return m_pidfd.get(); }

 private:
  std::int64_t m_pid = 0;
  UniqueFd m_pidfd;
};

}  // namespace gameday
