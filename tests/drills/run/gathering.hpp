// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace gameday {

/// A gate that opens once so many have come to it: who gets through was not alone. From then on it
/// is open.
class Gathering {
 public:
  explicit Gathering(std::size_t size) : m_size{size} {}

  /// False where the others did not come.
  bool pass() {
    std::unique_lock lock{m_mutex};
    ++m_inside;
    m_most = std::max(m_most, m_inside);
    m_open = m_open || m_inside >= m_size;
    m_changed.notify_all();
    const bool opened =
        m_changed.wait_for(lock, std::chrono::seconds{10}, [this] { return m_open; });
    --m_inside;
    ++m_passed;
    return opened;
  }

  /// How many were there at once, at most.
  [[nodiscard]] std::size_t most() const { return locked(m_most); }
  [[nodiscard]] std::size_t passed() const { return locked(m_passed); }

 private:
  [[nodiscard]] std::size_t locked(const std::size_t& value) const {
    const std::lock_guard lock{m_mutex};
    return value;
  }

  mutable std::mutex m_mutex;
  std::condition_variable m_changed;
  std::size_t m_size;
  std::size_t m_inside = 0;
  std::size_t m_most = 0;
  std::size_t m_passed = 0;
  bool m_open = false;
};

}  // namespace gameday
