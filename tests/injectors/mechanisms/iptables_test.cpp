// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/catalog.hpp"
#include "injectors/mechanisms.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

const std::string k_tag = "gameday run=0123abcd fault=cut-a lasts=18s";
const std::string k_comment = "-m comment --comment \"" + k_tag + "\"";

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

std::vector<Change> cut(const CutSpec& spec) {
  auto changes = k_mechanism_iptables.cut(spec);
  REQUIRE(changes);
  return std::move(*changes);
}

std::string argv(const Action& action) {
  std::string text;
  for (const Arg& arg : std::get<Exec>(action.what).argv) {
    text += (text.empty() ? "" : " ") + std::get<std::string>(arg);
  }
  return text;
}

/// The script on standard input, with what is known only later as "<later>".
std::string script(const Action& action) {
  std::string text;
  for (const Arg& arg : std::get<Exec>(action.what).stdin_text) {
    const auto* literal = std::get_if<std::string>(&arg);
    text += literal != nullptr ? *literal : "<later>";
  }
  return text;
}

bool contains(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

/// The chain that its undo deletes.
std::string chain_name(const Change& change) {
  const std::string undo = script(*change.revert);
  const std::string rest = undo.substr(undo.find("-F ") + 3);
  return rest.substr(0, rest.find('\n'));
}

Seen seen(const Change& change, int status, std::string out, std::string err = "") {
  return read_seen(change.verify, Outcome{status == 0, status, std::move(out), std::move(err)});
}

}  // namespace

TEST_CASE("iptables: one transaction for each IP version, and nothing flushed") {
  const auto changes = cut(sample());
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].id == "fault.cut-a.router.ipv4");
  CHECK(changes[1].id == "fault.cut-a.router.ipv6");
  CHECK(argv(changes[0].apply) == "iptables-restore --noflush --wait 5");
  CHECK(argv(changes[1].apply) == "ip6tables-restore --noflush --wait 5");
  const std::string run = "-m comment --comment \"gameday run=0123abcd\"";
  const std::string nets = "-A GAMEDAY-0123abcd-18767d-nets ";
  CHECK(script(changes[0].apply) ==
        "*filter\n"
        "-N GAMEDAY-0123abcd-18767d\n"
        "-N GAMEDAY-0123abcd-18767d-nets\n"
        "-N GAMEDAY-0123abcd-18767d-in\n"
        "-N GAMEDAY-0123abcd-18767d-out\n"
        "-A GAMEDAY-0123abcd-18767d " +
            k_comment +
            "\n"
            "-I FORWARD 1 " +
            k_comment +
            " -j GAMEDAY-0123abcd-18767d\n"
            "-A GAMEDAY-0123abcd-18767d-in " +
            k_comment +
            " -j DROP\n"
            "-A GAMEDAY-0123abcd-18767d-out " +
            k_comment + " -j DROP\n" + nets + "-d 10.77.1.0/24 " + run +
            " -j GAMEDAY-0123abcd-18767d-in\n" + nets + "-s 10.77.1.0/24 " + run +
            " -j GAMEDAY-0123abcd-18767d-out\n" + nets + "-d 10.77.9.9 " + run +
            " -j GAMEDAY-0123abcd-18767d-in\n" + nets + "-s 10.77.9.9 " + run +
            " -j GAMEDAY-0123abcd-18767d-out\n" + nets + "-o to-a " + run +
            " -j GAMEDAY-0123abcd-18767d-in\n" + nets + "-i to-a " + run +
            " -j GAMEDAY-0123abcd-18767d-out\n"
            "-A GAMEDAY-0123abcd-18767d -m time --datestop <later> " +
            k_comment +
            " -j GAMEDAY-0123abcd-18767d-nets\n"
            "COMMIT\n");
  CHECK(contains(script(changes[1].apply), "-d fd77:0:0:1::/64 "));
  CHECK(contains(script(changes[1].apply), "-o to-a "));
  CHECK_FALSE(contains(script(changes[1].apply), "10.77"));
}

TEST_CASE("iptables: the kernel stops matching with the second before the deadline's end") {
  const Text text = std::get<Exec>(cut(sample())[0].apply.what).stdin_text;
  REQUIRE(text.size() == 5);
  CHECK(std::get<Expiry>(text[2]).after == Duration{17s});
  CHECK(cut(sample())[0].expires_after == Duration{18s});
  CHECK(cut(sample())[0].dead_man == DeadMan::kernel);
}

TEST_CASE(
    "iptables: more rules than an ordinary user can send at once go in before they are armed") {
  CutSpec spec = sample();
  spec.interfaces.clear();
  spec.networks.clear();
  for (int i = 0; i < 1000; ++i) {
    spec.networks.push_back(fmt::format("100.64.{}.{}/28", i / 8, i % 8 * 32));
  }
  const std::string text = script(cut(spec)[0].apply);
  std::size_t most = 0;
  std::size_t blocks = 0;
  for (std::size_t at = 0; at < text.size(); ++blocks) {
    const std::size_t end = text.find("COMMIT\n", at) + 7;
    const auto block = std::string_view{text}.substr(at, end - at);
    CHECK(block.starts_with("*filter\n"));
    most = std::max(most, static_cast<std::size_t>(std::ranges::count(block, '\n')));
    at = end;
  }
  CHECK(blocks == 8);
  CHECK(most < 270);
  const std::size_t arming = text.find("--datestop");
  CHECK(text.find("-s 100.64.124.224/28") < arming);
  CHECK(text.find("-I FORWARD") < text.find("COMMIT"));
}

TEST_CASE("iptables: tried for three seconds, and then armed for as long as it lasts") {
  CutSpec spec = sample();
  CHECK_FALSE(cut(spec).front().trial);
  spec.try_first = true;
  const auto stop = [](const Action& action) {
    for (const Arg& arg : std::get<Exec>(action.what).stdin_text) {
      if (const auto* expiry = std::get_if<Expiry>(&arg)) return expiry->after;
    }
    return Duration{-1};
  };
  for (const IptablesTimer timer : {IptablesTimer::datestop, IptablesTimer::keeper}) {
    spec.iptables_timer = timer;
    const Change change = cut(spec).front();
    REQUIRE(change.trial);
    CHECK(stop(change.trial->begin.at(0)) == Duration{2s});
    const bool is_timed = timer == IptablesTimer::datestop;
    CHECK(stop(change.trial->last.at(0)) == (is_timed ? Duration{17s} : Duration{-1}));
    const std::string lasting = script(change.trial->last.at(0));
    const std::string chain = chain_name(change);
    CHECK(lasting.starts_with("*filter\n-R " + chain + " 2 "));
    CHECK(lasting.ends_with(" -j " + chain + "-nets\nCOMMIT\n"));
  }
  spec.iptables_timer = IptablesTimer::ipset;
  const Change change = cut(spec).at(1);
  REQUIRE(change.trial);
  CHECK(contains(script(change.trial->begin.at(0)), "0.0.0.0/1 timeout 3 -exist"));
  CHECK(script(change.trial->begin.at(1)) == script(change.apply));
  CHECK(contains(script(change.trial->last.at(0)), "128.0.0.0/1 timeout 18 -exist"));
}

TEST_CASE("iptables: only the IP versions that are concerned") {
  CutSpec spec = sample();
  spec.interfaces.clear();
  spec.networks = {"fd77:0:0:1::/64"};
  auto changes = cut(spec);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].id == "fault.cut-a.router.ipv6");
  spec.networks.clear();
  spec.interfaces = {"to-a"};
  CHECK(cut(spec).size() == 2);
}

TEST_CASE("iptables: one direction makes one counting chain, and its undo knows no other") {
  CutSpec spec = sample();
  spec.cut_out = false;
  const Change change = cut(spec)[0];
  CHECK_FALSE(contains(script(change.apply), " -s "));
  CHECK_FALSE(contains(script(change.apply), " -i "));
  CHECK_FALSE(contains(script(change.apply), "-out"));
  CHECK_FALSE(contains(script(*change.revert), "-out"));
  CHECK(k_mechanism_iptables.counters(spec).size() == 2);
}

TEST_CASE("iptables: what is rejected is answered as the IP version has it") {
  CutSpec spec = sample();
  spec.reject = true;
  const auto changes = cut(spec);
  CHECK(contains(script(changes[0].apply), "-p tcp -j REJECT --reject-with tcp-reset\n"));
  CHECK(contains(script(changes[0].apply), " -j REJECT --reject-with icmp-admin-prohibited\n"));
  CHECK(contains(script(changes[1].apply), " -j REJECT --reject-with icmp6-adm-prohibited\n"));
  CHECK_FALSE(contains(script(changes[0].apply), "DROP"));
}

TEST_CASE("iptables: an ipset's time lifts it too, or nobody but gameday") {
  CutSpec spec = sample();
  spec.iptables_timer = IptablesTimer::ipset;
  const auto with_sets = cut(spec);
  REQUIRE(with_sets.size() == 4);
  CHECK(argv(with_sets[0].apply) == "ipset restore");
  CHECK(contains(script(with_sets[1].apply),
                 " -m set --match-set gameday-0123abcd-18767d-4 src -m comment"));
  CHECK(contains(script(with_sets[3].apply), "gameday-0123abcd-18767d-6 src"));
  CHECK_FALSE(contains(script(with_sets[1].apply), "datestop"));
  CHECK(with_sets[1].dead_man == DeadMan::kernel);
  spec.iptables_timer = IptablesTimer::keeper;
  const auto bare = cut(spec);
  REQUIRE(bare.size() == 2);
  CHECK(contains(script(bare[0].apply),
                 "-A GAMEDAY-0123abcd-18767d " + k_comment + " -j GAMEDAY-0123abcd-18767d-nets\n"));
  CHECK(bare[0].dead_man == DeadMan::nobody);
  CHECK_FALSE(bare[0].expires_after);
}

TEST_CASE("iptables: of some ports, both ends are looked at, and each protocol is answered") {
  CutSpec spec = sample();
  spec.ports = {"tcp/5432", "53"};
  const std::string dropped = script(cut(spec)[0].apply);
  for (const char* match : {"-p tcp --dport 5432 -j DROP\n", "-p tcp --sport 5432 -j DROP\n",
                            "-p tcp --dport 53 -j DROP\n", "-p udp --sport 53 -j DROP\n"}) {
    CAPTURE(match);
    CHECK(contains(dropped, match));
  }
  CHECK_FALSE(contains(dropped, "\" -j DROP\n"));
  spec.reject = true;
  const std::string rejected = script(cut(spec)[0].apply);
  CHECK(contains(rejected, "-p tcp --dport 5432 -j REJECT --reject-with tcp-reset\n"));
  CHECK(contains(rejected, "-p udp --dport 53 -j REJECT --reject-with icmp-admin-prohibited\n"));
  CHECK_FALSE(contains(rejected, "-p tcp --dport 53 -j REJECT --reject-with icmp"));
}

TEST_CASE("iptables: between two sides each pair is a rule, and too many are refused") {
  CutSpec spec = sample();
  spec.peers = {"10.77.2.0/24"};
  const auto changes = cut(spec);
  REQUIRE(changes.size() == 1);  // no IPv6 on the other side, no interfaces
  const std::string rules = script(changes[0].apply);
  CHECK(contains(rules, "-nets -d 10.77.1.0/24 -s 10.77.2.0/24 -m comment"));
  CHECK(contains(rules, "-nets -s 10.77.9.9 -d 10.77.2.0/24 -m comment"));
  CHECK_FALSE(contains(rules, "to-a"));
  for (int i = 0; i < 10'000; ++i) {
    spec.peers.push_back(fmt::format("100.{}.{}.{}/28", 64 + i / 4096, i / 16 % 256, i % 16 * 16));
  }
  CHECK_FALSE(k_mechanism_iptables.cut(spec));
}

TEST_CASE("iptables: a share of the packets is no business of it") {
  CutSpec spec = sample();
  spec.lose = 500;
  CHECK_FALSE(k_mechanism_iptables.cut(spec));
}

TEST_CASE("iptables: two faults of one run on one host have chains of their own") {
  CutSpec other = sample();
  other.fault = "cut-b";
  CHECK_FALSE(contains(script(cut(other)[0].apply), "GAMEDAY-0123abcd-18767d"));
  const auto found = [](const CutSpec& spec) {
    const std::string made = script(cut(spec)[0].apply);
    const std::string chain = made.substr(made.find("GAMEDAY-"), 23);
    return fmt::format(
        ":{0} - [0:0]\n-A {0} -m comment --comment \"gameday run=0123abcd fault={1} "
        "lasts=18s\" -j {0}-nets\n",
        chain, spec.fault);
  };
  const auto both = k_mechanism_iptables.find_ours({"router"}, found(sample()) + found(other));
  REQUIRE(both.size() == 2);
  CHECK(both[0].id == "found.router.iptables.cut-a.0123abcd");
  CHECK(both[1].id == "found.router.iptables.cut-b.0123abcd");
  for (const char* way : {"-nets", "-out"}) {
    CHECK((chain_name(cut(other)[0]) + way).size() <= 28);
  }
}

TEST_CASE("iptables: the undo deletes the very jump and chains that were made") {
  const Change change = cut(sample())[0];
  CHECK(argv(*change.revert) == "iptables-restore --noflush --wait 5");
  CHECK(script(*change.revert) ==
        "*filter\n"
        "-D FORWARD " +
            k_comment +
            " -j GAMEDAY-0123abcd-18767d\n"
            "-F GAMEDAY-0123abcd-18767d\n-F GAMEDAY-0123abcd-18767d-nets\n"
            "-F GAMEDAY-0123abcd-18767d-in\n-F GAMEDAY-0123abcd-18767d-out\n"
            "-X GAMEDAY-0123abcd-18767d\n-X GAMEDAY-0123abcd-18767d-nets\n"
            "-X GAMEDAY-0123abcd-18767d-in\n-X GAMEDAY-0123abcd-18767d-out\n"
            "COMMIT\n");
  const std::string made = script(change.apply);
  CHECK(contains(made, "-I FORWARD 1 " + k_comment + " -j GAMEDAY-0123abcd-18767d\n"));
  CHECK(change.on_death == Fate::revert);
  CHECK(change.on_abort == Fate::revert);
}

TEST_CASE(
    "iptables: in force needs our tag and the jump; a missing chain is gone, no right is not") {
  const Change change = cut(sample())[0];
  CHECK(argv(change.verify.look).ends_with(" -- iptables GAMEDAY-0123abcd-18767d"));
  const auto listed = [](std::string_view references, std::string_view tag, bool armed) {
    const std::string gate =
        "       0        0 GAMEDAY-0123abcd-18767d-nets  0    --  *  *  TIME until date";
    return fmt::format(
        "Chain GAMEDAY-0123abcd-18767d ({} references)\n    pkts      bytes target\n       0       "
        " 0   "
        "/* "
        "{} */\n{}",
        references, tag, armed ? gate : "");
  };
  CHECK(seen(change, 0, listed("1", k_tag, true)) == Seen::in_force);
  CHECK(seen(change, 0, listed("1", k_tag, false)) == Seen::inert);
  CHECK(seen(change, 0, listed("0", k_tag, true)) == Seen::inert);
  CHECK(seen(change, 0, listed("1", k_tag, true) + "\ngameday: its time is over\n") == Seen::inert);
  CHECK(seen(change, 0, listed("1", "by hand", true)) == Seen::foreign);
  CHECK(seen(change, 1, "", "iptables: No chain/target/match by that name.\n") == Seen::gone);
  CHECK(seen(change, 1, "",
             "iptables v1.8.9 (nf_tables): chain `GAMEDAY-0123abcd-18767d' in table `filter' is "
             "incompatible, use 'nft' tool.\n") == Seen::gone);
  CHECK(seen(change, 4, "", "Could not fetch rule set generation id: Permission denied\n") ==
        Seen::unclear);
  CHECK(seen(change, 127, "", "iptables: not found") == Seen::unclear);
}

TEST_CASE("iptables: counters are those of the counting chains, of both versions") {
  std::vector<std::string> looks;
  for (const Action& action : k_mechanism_iptables.counters(sample()))
    looks.push_back(argv(action));
  CHECK(looks ==
        std::vector<std::string>{"iptables -w 5 -n -v -x -L GAMEDAY-0123abcd-18767d-in",
                                 "iptables -w 5 -n -v -x -L GAMEDAY-0123abcd-18767d-out",
                                 "ip6tables -w 5 -n -v -x -L GAMEDAY-0123abcd-18767d-in",
                                 "ip6tables -w 5 -n -v -x -L GAMEDAY-0123abcd-18767d-out"});
}

TEST_CASE("iptables: what a run left is found in the saved table and lifted with the right tool") {
  const auto looks = k_mechanism_iptables.look_for_ours({"router"});
  REQUIRE(looks.size() == 2);
  CHECK(argv(looks[0]) == "iptables-save -t filter");
  const std::string rest =
      "*filter\n:FORWARD ACCEPT [0:0]\n:GAMEDAY-0123abcd-18767d - "
      "[0:0]\n:GAMEDAY-0123abcd-18767d-in - [0:0]\n"
      ":GAMEDAY-0123abcd-18767d-nets - [0:0]\n:GAMEDAY-0123abcd-18767d-out - [0:0]\n-A FORWARD " +
      k_comment +
      " -j GAMEDAY-0123abcd-18767d\n-A GAMEDAY-0123abcd-18767d -m time --datestop "
      "2027-11-23T10:00:30 " +
      k_comment + " -j GAMEDAY-0123abcd-18767d-nets\nCOMMIT\n";
  const auto v4 = k_mechanism_iptables.find_ours(
      {"router"}, "# Generated by iptables-save v1.8.9 on Tue Nov 24 06:06:42 2026\n" + rest);
  REQUIRE(v4.size() == 1);
  CHECK(v4[0].verify == cut(sample())[0].verify);
  CHECK(argv(*v4[0].revert) == "iptables-restore --noflush --wait 5");
  CHECK(
      contains(script(*v4[0].revert), "-D FORWARD " + k_comment + " -j GAMEDAY-0123abcd-18767d\n"));
  CHECK(contains(script(*v4[0].revert), "-X GAMEDAY-0123abcd-18767d-out\n"));
  const auto v6 = k_mechanism_iptables.find_ours(
      {"router"}, "# Generated by ip6tables-nft-save v1.8.9 (nf_tables)\n" + rest);
  REQUIRE(v6.size() == 1);
  CHECK(argv(*v6[0].revert) == "ip6tables-restore --noflush --wait 5");
}

TEST_CASE("iptables: chains that nothing jumps to are lifted without deleting a jump") {
  const auto found = k_mechanism_iptables.find_ours(
      {"router"},
      "# Generated by iptables-save\n*filter\n:GAMEDAY-0123abcd-18767d - [0:0]\n"
      "-A GAMEDAY-0123abcd-18767d " +
          k_comment + " -j GAMEDAY-0123abcd-18767d-nets\nCOMMIT\n");
  REQUIRE(found.size() == 1);
  CHECK(script(*found[0].revert) ==
        "*filter\n-F GAMEDAY-0123abcd-18767d\n-X GAMEDAY-0123abcd-18767d\nCOMMIT\n");
}

TEST_CASE("iptables: a bad target is refused") {
  CutSpec spec = sample();
  spec.interfaces = {"to-a -j ACCEPT"};
  CHECK_FALSE(k_mechanism_iptables.cut(spec));
  CHECK(find_kind(mechanisms(), "iptables") == &k_mechanism_iptables);
}
