// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/action.hpp"
#include "tests/regions/support/lab.hpp"

namespace gameday::regions {

/// Carries out commands and packet filter transactions on the hosts of a lab, and nothing else; so
/// a test of a mechanism needs neither journal nor keeper. What it made outlives it.
class LabPerformer : public Performer {
 public:
  /// `iptables` = "nft" or "legacy" picks the back end; empty = whichever the machine has.
  explicit LabPerformer(const Lab& lab, std::string iptables = {})
      : m_lab(lab), m_iptables(std::move(iptables)) {}

  [[nodiscard]] Result<Outcome> perform(const Action& action) override;

 private:
  [[nodiscard]] Result<Outcome> run(const Action& action, const Exec& command) const;

  const Lab& m_lab;
  std::string m_iptables;
};

/// "iptables-restore" of the back end "legacy" is "iptables-legacy-restore"; other names stay.
[[nodiscard]] std::string with_backend(const std::string& program, const std::string& backend);

}  // namespace gameday::regions
