// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>

#include "drills/measure/pg_link.hpp"

namespace gameday {

/// Several connections to one database, so that a statement that hangs does not stop the next one.
/// The one that was used last is taken first; of those that lie idle only a few are kept.
class PgPool {
 public:
  using Link = std::shared_ptr<PgLink>;
  PgPool(SamplerLoop& loop, PgTarget target, std::size_t limit)
      : m_loop(loop), m_target(std::move(target)), m_limit(limit) {}

  /// A link that is ready, or null.
  [[nodiscard]] Link take_idle();
  /// Opens another one; `ready` is called once, later, with the error if there is one. Null where
  /// as many as allowed are in use.
  [[nodiscard]] Link open(std::function<void(std::string error)> ready);
  /// It was answered and can be used again.
  void give_back(Link link);
  /// It hangs, or is broken: it is reset.
  void discard(const Link& link);

 private:
  static constexpr std::size_t k_idle_limit = 4;
  SamplerLoop& m_loop;
  PgTarget m_target;
  std::size_t m_limit;
  std::size_t m_in_use = 0;
  std::list<Link> m_idle;  ///< the one used last at the front
};

}  // namespace gameday
