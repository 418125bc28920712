// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/change.hpp"
#include "tests/fakes/fake_world.hpp"

namespace gameday {

/// A world that knows one fault's changes, whatever their kind: it recognises each action of them,
/// keeps what is in force and what is planted, and answers looks and captures with an outcome that
/// fits what the kind itself says it must see. It also answers those who search it for what is
/// left: with the notes that were planted, and the tables of nftables. Any other action fails.
class KindWorld : public Performer {
 public:
  explicit KindWorld(const std::vector<Change>& changes);

  [[nodiscard]] Result<Outcome> perform(const Action& action) override;

  /// Nothing is in force and nothing is planted.
  [[nodiscard]] bool is_as_before() const;
  [[nodiscard]] bool is_in_force(const std::string& change) const;
  [[nodiscard]] const std::vector<std::string>& strangers() const { return m_strangers; }

  /// Something was done for it, to make it or before that.
  [[nodiscard]] bool is_touched(const std::string& change) const {
    return m_touched.contains(change);
  }

  Fuse* fuse = nullptr;
  /// So many actions still get there, then none does; negative = all do.
  int reachable_for = -1;

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
  [[nodiscard]] bool plant(Known& known, const Action& action);
  void keep_note(const Action& planted);
  [[nodiscard]] std::optional<Outcome> search(const Action& action) const;
  [[nodiscard]] Outcome list_notes(const std::string& folder) const;
  [[nodiscard]] std::string list_tables(const HostRef& host) const;

  std::vector<Known> m_known;
  std::map<std::string, std::string> m_notes;  ///< what is written in each planted file
  std::set<std::string> m_touched;
  std::vector<std::string> m_strangers;
};

}  // namespace gameday
