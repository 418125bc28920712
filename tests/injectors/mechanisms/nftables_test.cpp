// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "injectors/mechanisms.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

CutSpec sample() {
  CutSpec spec;
  spec.run_id = "0123abcd";
  spec.fault = "cut-a";
  spec.host = {"router"};
  spec.networks = {"10.77.1.0/24", "fd77:0:0:1::/64", "10.77.9.9/32"};
  spec.interfaces = {"to-a"};
  spec.expires_after = 18s;
  return spec;
}

Change cut(const CutSpec& spec) {
  auto changes = k_mechanism_nftables.cut(spec);
  REQUIRE(changes);
  REQUIRE(changes->size() == 1);
  return std::move(changes->front());
}

std::vector<std::string> transactions(const Action& action) {
  return std::get<Netfilter>(action.what).transactions;
}

bool contains(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

Seen seen(const Change& change, std::string out, std::string err = "") {
  const bool ok = err.empty();
  return read_seen(change.verify, Outcome{ok, ok ? 0 : 1, std::move(out), std::move(err)});
}

const std::string k_tag = "gameday run=0123abcd fault=cut-a lasts=18s";

/// What `nft list table` prints of a cut, as far as it matters.
std::string listed(std::string_view comment, std::string_view elements, std::string_view rules) {
  return fmt::format(
      "table inet gameday_0123abcd_18767d {{\n\tcomment \"{}\"\n\tset v4 {{\n\t\ttype "
      "ipv4_addr\n\t\tflags "
      "interval,timeout\n\t\ttimeout 18s\n{}\t}}\n\n\tchain cut {{\n\t\tcomment "
      "\"{}\"\n{}\t}}\n}}\n",
      comment, elements, comment, rules);
}

const std::string k_elements = "\t\telements = { 10.77.1.0/24 expires 17s996ms }\n";
const std::string k_rules = "\t\tip daddr @v4 counter name \"in_v4\" drop\n";

}  // namespace

TEST_CASE("nftables: table, elements, then all rules in one transaction") {
  const Change change = cut(sample());
  CHECK(change.id == "fault.cut-a.router");
  const auto lines = transactions(change.apply);
  REQUIRE(lines.size() == 5);
  const std::string table = "inet gameday_0123abcd_18767d";
  CHECK(lines[0].starts_with("create table " + table + " { comment \"" + k_tag + "\"; }; "));
  CHECK(contains(
      lines[0],
      "add set " + table + " v4 { type ipv4_addr; flags interval, timeout; timeout 18000ms; }"));
  CHECK(contains(lines[0], "add chain " + table + " cut { comment \"" + k_tag +
                               "\"; type filter hook forward priority -10; policy accept; }"));
  CHECK_FALSE(contains(lines[0], "add rule"));
  CHECK(lines[1] == "add element " + table + " v4 { 10.77.1.0/24,10.77.9.9 }");
  CHECK(lines[2] == "add element " + table + " v6 { fd77:0:0:1::/64 }");
  CHECK(lines[3] == "add element " + table + " ifaces { \"to-a\" }");
  for (const char* rule :
       {"ip daddr @v4 counter name in_v4 drop", "ip saddr @v4 counter name out_v4 drop",
        "ip6 daddr @v6 counter name in_v6 drop", "ip6 saddr @v6 counter name out_v6 drop",
        "oifname @ifaces counter name in_ifaces drop",
        "iifname @ifaces counter name out_ifaces drop"}) {
    CAPTURE(rule);
    CHECK(contains(lines[4], fmt::format("add rule {} cut {} comment \"{}\"", table, rule, k_tag)));
  }
}

TEST_CASE("nftables: a transaction is one line, so that a held nft takes it whole") {
  for (const std::string& line : transactions(cut(sample()).apply)) {
    CHECK(line.find('\n') == std::string::npos);
  }
}

TEST_CASE("nftables: tried for three seconds, and replaced by what lasts in one transaction") {
  CutSpec spec = sample();
  CHECK_FALSE(cut(spec).trial);
  spec.try_first = true;
  const Change change = cut(spec);
  REQUIRE(change.trial);
  const auto brief = transactions(change.trial->begin.at(0));
  CHECK(contains(brief.front(), "timeout 3000ms"));
  CHECK_FALSE(contains(brief.front(), "timeout 18000ms"));
  CHECK(contains(brief.front(), k_tag));  // a look at it sees the same cut
  const auto lasting = transactions(change.trial->last.at(0));
  REQUIRE(lasting.size() == 1);
  std::string expected = "delete table inet gameday_0123abcd_18767d";
  for (const std::string& line : transactions(change.apply)) expected += "; " + line;
  CHECK(lasting[0] == expected);
}

TEST_CASE("nftables: one direction cuts only its own packets") {
  CutSpec spec = sample();
  spec.cut_out = false;
  const std::string in = transactions(cut(spec).apply).back();
  CHECK(contains(in, "daddr"));
  CHECK(contains(in, "oifname"));
  CHECK_FALSE(contains(in, "saddr"));
  CHECK_FALSE(contains(in, "iifname"));
  spec.cut_out = true;
  spec.cut_in = false;
  const std::string out = transactions(cut(spec).apply).back();
  CHECK(contains(out, "saddr"));
  CHECK_FALSE(contains(out, "daddr"));
  CHECK_FALSE(contains(out, "oifname"));
}

TEST_CASE("nftables: what is rejected is answered, TCP with a reset") {
  CutSpec spec = sample();
  spec.reject = true;
  const std::string rules = transactions(cut(spec).apply).back();
  CHECK(contains(rules, "ip daddr @v4 meta l4proto tcp counter name in_v4 reject with tcp reset"));
  CHECK(contains(rules, "ip daddr @v4 counter name in_v4 reject with icmpx admin-prohibited"));
  CHECK_FALSE(contains(rules, " drop "));
}

TEST_CASE("nftables: between two sides both ends must match") {
  CutSpec spec = sample();
  spec.peers = {"10.77.2.0/24"};
  spec.peer_interfaces = {"to-b"};
  const auto lines = transactions(cut(spec).apply);
  CHECK(contains(lines[0], "peers_v4 { type ipv4_addr; flags interval, timeout; timeout 18000ms"));
  const std::string rules = lines.back();
  CHECK(contains(rules, "cut ip daddr @v4 ip saddr @peers_v4 counter name in_v4 drop"));
  CHECK(contains(rules, "cut iifname @ifaces oifname @peer_ifaces counter name out_ifaces drop"));
  CHECK_FALSE(contains(rules, "@v6"));  // none on the other side
}

TEST_CASE("nftables: of some ports, both ends are looked at") {
  CutSpec spec = sample();
  spec.ports = {"5432", "udp/53", "tcp/5432"};
  const auto lines = transactions(cut(spec).apply);
  CHECK(contains(lines[0], "ports { type inet_proto . inet_service; flags timeout; timeout "));
  CHECK(contains(lines[4], "ports { tcp . 5432,udp . 53,udp . 5432 }"));
  CHECK(contains(lines[5], "ip daddr @v4 meta l4proto . th dport @ports counter name in_v4 drop"));
  CHECK(contains(lines[5], "ip daddr @v4 meta l4proto . th sport @ports counter name in_v4 drop"));
}

TEST_CASE("nftables: a share of the packets is lost at random, and counted") {
  CutSpec spec = sample();
  spec.lose = 500;
  const Change change = cut(spec);
  CHECK(contains(transactions(change.apply).back(),
                 "ip daddr @v4 numgen random mod 10000 < 500 counter name in_v4 drop"));
  CHECK(change.summary.starts_with("lose 5 % of the packets of 3 networks"));
}

TEST_CASE("nftables: two faults of one run on one host have tables of their own") {
  CutSpec other = sample();
  other.fault = "cut-b";
  CHECK(cut(sample()).revert != cut(other).revert);
  CHECK(k_mechanism_nftables.counters(sample()) != k_mechanism_nftables.counters(other));
}

TEST_CASE("nftables: no set, rule or counter for what is not cut") {
  CutSpec spec = sample();
  spec.networks = {"10.77.1.0/24"};
  spec.interfaces.clear();
  const auto lines = transactions(cut(spec).apply);
  REQUIRE(lines.size() == 3);
  for (const std::string& line : lines) {
    CHECK_FALSE(contains(line, "v6"));
    CHECK_FALSE(contains(line, "ifaces"));
  }
}

TEST_CASE("nftables: ten thousand networks go in by chunks and are cut by the last transaction") {
  CutSpec spec = sample();
  spec.networks.clear();
  for (int i = 0; i < 10'000; ++i) {
    spec.networks.push_back(
        fmt::format("100.{}.{}.{}/28", 64 + i / 4096, i / 16 % 256, i % 16 * 16));
  }
  const auto lines = transactions(cut(spec).apply);
  REQUIRE(lines.size() == 8);  // table, five chunks, the interface, the rules
  for (std::size_t i = 1; i < 6; ++i) {
    CHECK(std::count(lines[i].begin(), lines[i].end(), ',') == 1999);
  }
  CHECK(contains(lines.back(), "add rule"));
}

TEST_CASE("nftables: networks within others do not reach nft, which refuses overlaps") {
  CutSpec spec = sample();
  spec.networks = {"10.1.0.0/16", "10.0.0.0/8", "10.0.0.0/8", "fd77::/48", "fd77:0:0:1::/64"};
  const auto lines = transactions(cut(spec).apply);
  CHECK(contains(lines[1], "v4 { 10.0.0.0/8 }"));
  CHECK(contains(lines[2], "v6 { fd77::/48 }"));
}

TEST_CASE("nftables: the undo names the table that was made, and is fine where there is none") {
  const Change change = cut(sample());
  REQUIRE(change.revert);
  CHECK(transactions(*change.revert) ==
        std::vector<std::string>{
            "add table inet gameday_0123abcd_18767d; delete table inet gameday_0123abcd_18767d"});
  CHECK(change.on_death == Fate::revert);
  CHECK(change.on_abort == Fate::revert);
  CHECK(change.expires_after == Duration{18s});
  CHECK(change.revert->host == HostRef{"router"});
}

TEST_CASE("nftables: in force needs our tag, rules, and elements that still live") {
  const Change change = cut(sample());
  CHECK(seen(change, listed(k_tag, k_elements, k_rules)) == Seen::in_force);
  CHECK(seen(change, listed(k_tag, "", k_rules)) == Seen::inert);
  CHECK(seen(change, listed(k_tag, k_elements, "")) == Seen::inert);
  CHECK(seen(change, listed("made by hand", k_elements, k_rules)) == Seen::foreign);
  CHECK(seen(change, listed(k_tag + "0", k_elements, k_rules)) == Seen::foreign);
}

TEST_CASE("nftables: gone is only what nft says is not there") {
  const Change change = cut(sample());
  const std::string absent =
      "Error: No such file or directory\nlist table inet gameday_0123abcd_18767d\n                "
      "^^^^\n";
  CHECK(seen(change, "", absent) == Seen::gone);
  CHECK(seen(change, "", "nft: No such file or directory") == Seen::unclear);
  CHECK(seen(change, "", "Operation not permitted (you must be root)") == Seen::unclear);
}

TEST_CASE("nftables: counters are listed without the elements and read by name") {
  const auto actions = k_mechanism_nftables.counters(sample());
  REQUIRE(actions.size() == 1);
  CHECK(transactions(actions.front()) ==
        std::vector<std::string>{"list counters table inet gameday_0123abcd_18767d"});
  const auto counters = k_mechanism_nftables.read_counters(
      "table inet gameday_0123abcd_18767d {\n\tcounter in_v4 {\n\t\tpackets 12 bytes 720\n\t}\n"
      "\tcounter out_ifaces {\n\t\tpackets 0 bytes 0\n\t}\n}\n");
  REQUIRE(counters.size() == 2);
  CHECK(counters[0].rule == "in_v4");
  CHECK(counters[0].packets == 12);
  CHECK(counters[0].bytes == 720);
  CHECK(counters[1].rule == "out_ifaces");
  CHECK(k_mechanism_nftables.read_counters("").empty());
  CHECK(k_mechanism_nftables.read_counters("Error: No such file or directory\n").empty());
}

TEST_CASE("nftables: what any run left is found by its tag, and lifted as the run would have") {
  const auto looks = k_mechanism_nftables.look_for_ours({"router"});
  REQUIRE(looks.size() == 1);
  const auto chain = [](std::string_view table, std::string_view comment) {
    return fmt::format(
        "table inet {} {{\n\tchain cut {{\n\t\tcomment \"{}\"\n\t\ttype filter hook "
        "forward priority filter - 10; policy accept;\n\t}}\n}}\n",
        table, comment);
  };
  const std::string output =
      chain("firewall", k_tag) + chain("gameday_0123abcd_18767d", k_tag) +
      chain("gameday_99999999", "somebody else's") + chain("gameday_11111111", k_tag) +
      chain("gameday_deadbeef_0c2d02", "gameday run=deadbeef fault=b lasts=1m fence=first");
  const auto found = k_mechanism_nftables.find_ours({"router"}, output);
  REQUIRE(found.size() == 2);
  CHECK(found[0].revert == cut(sample()).revert);
  CHECK(found[0].verify == cut(sample()).verify);
  CHECK(found[0].id == "found.router.nftables.cut-a.0123abcd");
  CHECK(contains(found[1].summary, "gameday_deadbeef"));
  CHECK(contains(found[1].summary, "fenced first"));
  CHECK(k_mechanism_nftables.find_ours({"router"}, "").empty());
}

TEST_CASE("nftables: a bad target is refused") {
  CutSpec spec = sample();
  spec.networks = {"10.77.1.0/99"};
  const auto changes = k_mechanism_nftables.cut(spec);
  REQUIRE_FALSE(changes);
  CHECK(changes.error().kind == ErrorKind::bad_input);
}
