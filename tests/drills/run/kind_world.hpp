// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/change.hpp"
#include "tests/fakes/fake_world.hpp"

namespace gameday {

/// A world that knows one fault's changes, whatever their kind: it recognises each action of them,
/// keeps what is in force and what is planted, and answers looks and captures with an outcome that
/// fits what the kind itself says it must see. An action that belongs to none of them fails.
class KindWorld : public Performer {
 public:
  explicit KindWorld(const std::vector<Change>& changes);

  [[nodiscard]] Result<Outcome> perform(const Action& action) override;

  /// Nothing is in force and nothing is planted.
  [[nodiscard]] bool is_as_before() const;
  [[nodiscard]] bool is_in_force(const std::string& change) const;
  [[nodiscard]] const std::vector<std::string>& strangers() const { return m_strangers; }

  Fuse* fuse = nullptr;

 private:
  struct Known {
    Change pattern;    ///< as planned
    Change resolved;   ///< with what the world gives as captured
    Outcome captured;  ///< what its capture sees
    bool in_force = false;
    std::set<std::size_t> planted = {};
    std::set<std::size_t> taken = {};
  };
  static Known make_known(const Change& change);
  [[nodiscard]] Result<Outcome> carry_out(const Action& action);
  [[nodiscard]] static bool plant(Known& known, const Json& action);

  std::vector<Known> m_known;
  std::vector<std::string> m_strangers;
};

}  // namespace gameday
