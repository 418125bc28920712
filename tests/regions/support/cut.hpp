// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "injectors/mechanisms.hpp"
#include "tests/regions/support/lab.hpp"
#include "tests/regions/support/lab_performer.hpp"

// Region A cut off by a mechanism alone, and how the clients see it.
namespace gameday::regions {

/// What `gameday dial` exits with.
inline constexpr int k_connected = 0;
inline constexpr int k_refused = 1;
inline constexpr int k_timed_out = 2;

/// The ways into region A: IPv4, IPv6, and the address outside its networks.
inline const std::vector<std::string> k_ways = {"10.77.1.10:5432", "[fd77:0:0:1::10]:5432",
                                                "10.77.9.9:8080"};

/// A mechanism with the back end it is to run on.
struct Variant {
  const Mechanism& mechanism;
  std::string backend;
};

/// nftables, and iptables with both of its back ends.
[[nodiscard]] std::span<const Variant> variants();

/// A cut at the router.
[[nodiscard]] CutSpec cut_of(std::vector<std::string> networks, std::vector<std::string> interfaces,
                             Duration expires_after = std::chrono::seconds{30});
/// All that belongs to region A.
[[nodiscard]] CutSpec whole_region();

/// The exit status of `gameday dial` on a host of the lab.
[[nodiscard]] int dial(const Lab& lab, std::string_view from, const std::string& where);

/// One sign for each of k_ways, as the clients see it: "+" = something answers, be it a refusal;
/// "-" = silence.
[[nodiscard]] std::string reached(const Lab& lab);

/// The changes of a cut on their way: made, seen, and taken back by hand, as an executor would.
class Cut {
 public:
  /// Fails the test where the mechanism refuses the spec.
  Cut(const Lab& lab, const Variant& variant, const CutSpec& spec);

  [[nodiscard]] bool apply();
  [[nodiscard]] bool revert();
  /// Every change of it is seen so.
  [[nodiscard]] bool is(Seen seen);
  /// Packets that its rules have caught.
  [[nodiscard]] std::uint64_t counted();
  /// Finds what is there without knowing of the cut, and lifts it. Gives how many changes it found.
  [[nodiscard]] std::size_t recover();

  [[nodiscard]] const std::vector<Change>& changes() const { return m_changes; }
  [[nodiscard]] LabPerformer& performer() { return m_performer; }

 private:
  [[nodiscard]] bool done(const Action& action);
  [[nodiscard]] bool all(const std::function<bool(const Change&)>& holds) const;

  LabPerformer m_performer;
  const Mechanism& m_mechanism;
  CutSpec m_spec;
  std::vector<Change> m_changes;
};

/// Everything that filters on the router, as text, ours and others', but for what counts.
[[nodiscard]] std::string all_rules(const Lab& lab);

/// What other people may have on that router: nftables and both back ends of iptables.
void put_foreign_rules(const Lab& lab);

}  // namespace gameday::regions
