// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

#include "drills/measure/sampler_loop.hpp"
#include "world/fd.hpp"

namespace gameday {

/// Watched descriptors in one epoll descriptor, which the loop watches in their place: curl, c-ares
/// and libpq open and close theirs as they like, and none of that touches the loop.
class DescriptorSet {
 public:
  /// Errors: failed.
  static Result<DescriptorSet> make();

  void watch(int fd, Readiness wanted, std::function<void(Readiness)> ready);
  void unwatch(int fd);
  /// Ready to read when there is something to dispatch.
  [[nodiscard]] int fd() const { return m_epoll.get(); }
  /// Calls back those that are ready, without waiting; the rest of a large crowd the next time.
  void dispatch();
  /// Forgets them all, unheard.
  void clear();

 private:
  struct Entry {
    std::uint32_t generation = 0;  ///< tells a descriptor from an older one with the same number
    std::shared_ptr<std::function<void(Readiness)>> ready;
  };
  UniqueFd m_epoll;
  std::uint32_t m_generation = 0;
  std::unordered_map<int, Entry> m_entries;
};

}  // namespace gameday
