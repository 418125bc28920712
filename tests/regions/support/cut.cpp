// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/cut.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ranges>
#include <sstream>

#include "tests/regions/support/paths.hpp"

namespace gameday::regions {

std::span<const Variant> variants() {
  static const std::vector<Variant> all{
      {k_mechanism_nftables, ""}, {k_mechanism_iptables, "nft"}, {k_mechanism_iptables, "legacy"}};
  return all;
}

CutSpec cut_of(std::vector<std::string> networks, std::vector<std::string> interfaces,
               Duration expires_after) {
  CutSpec spec;
  spec.run_id = "0123abcd";
  spec.fault = "cut-a";
  spec.host = {"router"};
  spec.networks = std::move(networks);
  spec.interfaces = std::move(interfaces);
  spec.expires_after = expires_after;
  return spec;
}

CutSpec whole_region() {
  return cut_of({"10.77.1.0/24", "fd77:0:0:1::/64", "10.77.9.9/32"}, {"to-a"});
}

int dial(const Lab& lab, std::string_view from, const std::string& where) {
  return lab.on(from, {gameday_binary().string(), "dial", where, "--timeout", "250ms"}).status;
}

std::string reached(const Lab& lab) {
  std::string shown;
  for (const std::string& way : k_ways) {
    shown += dial(lab, "clients", way) == k_timed_out ? "-" : "+";
  }
  return shown;
}

Cut::Cut(const Lab& lab, const Variant& variant, const CutSpec& spec)
    : m_performer{lab, variant.backend}, m_mechanism{variant.mechanism}, m_spec{spec} {
  const auto now = std::chrono::system_clock::now();
  const auto changes = m_mechanism.cut(spec);
  REQUIRE(changes);
  for (const Change& change : *changes) {
    m_changes.push_back(resolve(change, Json::object(), now).value());
  }
}

bool Cut::apply() {
  return all([&](const Change& change) { return done(change.apply); });
}

bool Cut::revert() {
  return std::ranges::all_of(m_changes | std::views::reverse,
                             [&](const Change& change) { return done(*change.revert); });
}

bool Cut::is(Seen seen) {
  return all([&](const Change& change) {
    return read_seen(change.verify, m_performer.perform(change.verify.look)) == seen;
  });
}

std::uint64_t Cut::counted() {
  std::uint64_t packets = 0;
  for (const Action& action : m_mechanism.counters(m_spec)) {
    const auto listed = m_performer.perform(action);
    REQUIRE(listed);
    for (const DropCounter& counter : m_mechanism.read_counters(listed->out)) {
      packets += counter.packets;
    }
  }
  return packets;
}

std::size_t Cut::recover() {
  std::size_t found = 0;
  for (const Action& look : m_mechanism.look_for_ours(m_spec.host)) {
    const auto listed = m_performer.perform(look);
    REQUIRE(listed);
    for (const Change& change : m_mechanism.find_ours(m_spec.host, listed->out)) {
      CHECK(done(*change.revert));
      ++found;
    }
  }
  return found;
}

bool Cut::done(const Action& action) {
  const auto outcome = m_performer.perform(action);
  if (outcome && !outcome->ok) MESSAGE(outcome->err);
  return outcome && outcome->ok;
}

bool Cut::all(const std::function<bool(const Change&)>& holds) const {
  return std::ranges::all_of(m_changes, holds);
}

std::string all_rules(const Lab& lab) {
  std::string text;
  for (const std::vector<std::string>& argv :
       std::vector<std::vector<std::string>>{{"nft", "-s", "list", "ruleset"},
                                             {"iptables-legacy-save", "-t", "filter"},
                                             {"ip6tables-legacy-save", "-t", "filter"}}) {
    const auto listed = lab.on("router", argv);
    REQUIRE_MESSAGE(listed.status == 0, listed.err);
    std::istringstream lines{listed.out};
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with('#')) continue;                               // the time of the listing
      if (line.starts_with(':')) line = line.substr(0, line.find('['));  // counters of a policy
      text += line + "\n";
    }
  }
  return text;
}

void put_foreign_rules(const Lab& lab) {
  const std::string rules =
      "table inet firewall {\n set bad { type ipv4_addr; elements = { 192.0.2.7 }; }\n"
      " chain forward { type filter hook forward priority 0; policy accept;\n"
      "  ip saddr @bad drop comment \"gameday is not our name\"\n }\n}\n"
      "table inet gameday_by_hand {\n chain mine { comment \"hands off\"; }\n}\n";
  REQUIRE(lab.on("router", {"nft", "-f", "-"}, rules).status == 0);
  for (const char* tool :
       {"iptables-nft", "ip6tables-nft", "iptables-legacy", "ip6tables-legacy"}) {
    for (const std::vector<std::string>& rule : std::vector<std::vector<std::string>>{
             {"-N", "DOCKER-USER"},
             {"-A", "FORWARD", "-j", "DOCKER-USER"},
             {"-N", "GAMEDAY-by-hand"},
             {"-A", "GAMEDAY-by-hand", "-p", "tcp", "--dport", "23", "-j", "DROP"}}) {
      std::vector<std::string> argv{tool};
      argv.insert(argv.end(), rule.begin(), rule.end());
      REQUIRE(lab.on("router", argv).status == 0);
    }
  }
}

}  // namespace gameday::regions
