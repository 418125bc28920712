// SPDX-License-Identifier: Apache-2.0
#include "injectors/mechanisms/iptables_gate.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/two_regions.hpp"

namespace gameday::iptables {
namespace {

using namespace std::chrono_literals;

CutSpec sample(IptablesTimer timer) {
  CutSpec spec;
  spec.run_id = "0123abcd";
  spec.fault = "cut-a";
  spec.host = {"router"};
  spec.networks = {"10.77.1.0/24"};
  spec.expires_after = 18500ms;
  spec.iptables_timer = timer;
  return spec;
}

}  // namespace

TEST_CASE("the second that datestop names still matches, so it names the one before") {
  const Text match = gate_match(sample(IptablesTimer::datestop), false);
  REQUIRE(match.size() == 3);
  CHECK(std::get<Expiry>(match[1]).after == Duration{17500ms});
  CutSpec brief = sample(IptablesTimer::datestop);
  brief.expires_after = 200ms;
  CHECK(std::get<Expiry>(gate_match(brief, true)[1]).after == Duration{});
  CHECK(gate_match(sample(IptablesTimer::keeper), true).empty());
}

TEST_CASE("an ipset of all addresses, in two halves that expire") {
  const Change set = gate_set(sample(IptablesTimer::ipset), false);
  CHECK(is_gate_set(set));
  CHECK(sent_by(set.apply) ==
        "ipset restore\ncreate gameday-0123abcd-18767d-4 hash:net family inet timeout 19\nadd "
        "gameday-0123abcd-18767d-4 0.0.0.0/1\nadd gameday-0123abcd-18767d-4 128.0.0.0/1\n");
  CHECK(has(sent_by(gate_set(sample(IptablesTimer::ipset), true).apply), "family inet6"));
  CHECK(sent_by(*set.revert) == "ipset destroy gameday-0123abcd-18767d-4");
  const auto seen = [&](const Outcome& outcome) { return read_seen(set.verify, outcome); };
  const std::string head =
      "Name: gameday-0123abcd-18767d-4\nHeader: family inet timeout 19\nMembers:\n";
  CHECK(seen(told(0, head + "0.0.0.0/1 timeout 18\n")) == Seen::in_force);
  CHECK(seen(told(0, head)) == Seen::inert);
  CHECK(seen(told(1, "", "ipset: The set with the given name does not exist\n")) == Seen::gone);
  CHECK(seen(told(1, "", "Kernel error: Operation not permitted\n")) == Seen::unclear);
}

TEST_CASE("a listing is asked for by one program, with tool and chain as its words") {
  const Action look = list_gated({"router"}, "ip6tables", "GAMEDAY-X");
  CHECK(look.host == HostRef{"router"});
  CHECK(sent_by(look).ends_with(" -- ip6tables GAMEDAY-X"));
  CHECK(has(sent_by(look), k_time_is_over));
}

}  // namespace gameday::iptables
