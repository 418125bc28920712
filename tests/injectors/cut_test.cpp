// SPDX-License-Identifier: Apache-2.0
#include "injectors/cut.hpp"

#include <doctest/doctest.h>

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

}  // namespace

TEST_CASE("targets are parted by family, merged and sorted") {
  CutSpec spec = sample();
  spec.networks.insert(spec.networks.end(), {"10.0.0.0/8", "FD77::/32", "192.0.2.1"});
  spec.interfaces.insert(spec.interfaces.end(), {"eth0.100", "to-a"});
  const auto targets = read_targets(spec);
  REQUIRE(targets);
  CHECK(targets->v4 == std::vector<std::string>{"10.0.0.0/8", "192.0.2.1"});
  CHECK(targets->v6 == std::vector<std::string>{"fd77::/32"});
  CHECK(targets->interfaces == std::vector<std::string>{"eth0.100", "to-a"});
}

TEST_CASE("what could smuggle something into a rule is refused") {
  for (const char* network :
       {"10.0.0.0/8; flush ruleset", "10.0.0.0/8 }", "", "any", "10.0.0.0/8\n"}) {
    CAPTURE(network);
    CutSpec spec = sample();
    spec.networks.push_back(network);
    REQUIRE_FALSE(read_targets(spec));
    CHECK(read_targets(spec).error().kind == ErrorKind::bad_input);
  }
  for (const char* name :
       {"", "to-a\"", "to a", "to*", "to+", "eth0\n", "-j", "abcdefghijklmnop"}) {
    CAPTURE(name);
    CutSpec spec = sample();
    spec.interfaces.push_back(name);
    CHECK_FALSE(read_targets(spec));
  }
  for (const char* run : {"", "0123abc", "0123abcde", "0123ABCD", "0123abc;", "../../ab"}) {
    CAPTURE(run);
    CutSpec spec = sample();
    spec.run_id = run;
    CHECK_FALSE(read_targets(spec));
  }
}

TEST_CASE("a cut of nothing, in no direction or without an end is refused") {
  CutSpec nothing = sample();
  nothing.networks.clear();
  nothing.interfaces.clear();
  CHECK_FALSE(read_targets(nothing));
  CutSpec no_way = sample();
  no_way.cut_in = no_way.cut_out = false;
  CHECK_FALSE(read_targets(no_way));
  CutSpec endless = sample();
  endless.expires_after = 0s;
  CHECK_FALSE(read_targets(endless));
}

TEST_CASE("a port is one of a protocol, or of both") {
  CHECK(read_port("tcp/5432") == std::vector<PortMatch>{{"tcp", 5432}});
  CHECK(read_port("53") == std::vector<PortMatch>{{"tcp", 53}, {"udp", 53}});
  for (const char* text : {"", "tcp", "tcp/", "sctp/1", "tcp/0", "65536", "-1", "53 ", "tcp/5x"}) {
    CAPTURE(text);
    CHECK(read_port(text).empty());
    CutSpec spec = sample();
    spec.ports = {text};
    CHECK_FALSE(read_targets(spec));
  }
}

TEST_CASE("two sides without an IP version in common are refused, and a share of nothing") {
  CutSpec spec = sample();
  spec.networks = {"10.77.1.0/24"};
  spec.peers = {"fd77::/64"};
  CHECK_FALSE(read_targets(spec));
  spec.peers.emplace_back("10.77.2.0/24");
  CHECK(read_targets(spec)->peers_v4 == std::vector<std::string>{"10.77.2.0/24"});
  spec.lose = 0;
  CHECK_FALSE(read_targets(spec));
  spec.lose = k_lose_all + 1;
  CHECK_FALSE(read_targets(spec));
}

TEST_CASE("faults of one run differ in six hex digits, and so do their tables") {
  CHECK(mark_of("cut-a") == "18767d");
  CHECK(mark_of("cut-b") != mark_of("cut-a"));
  CHECK(nft_table(tag_of(sample())) == "inet gameday_0123abcd_18767d");
}

TEST_CASE("a cut is told in the operator's words") {
  CutSpec spec = sample();
  spec.ports = {"tcp/5432"};
  spec.cut_out = false;
  CHECK(describe(spec, *read_targets(spec)) ==
        "cut 3 networks and 1 interfaces on ports tcp/5432, towards them");
  spec = sample();
  spec.peers = {"10.77.2.0/24"};
  spec.lose = 150;
  CHECK(
      describe(spec, *read_targets(spec)) ==
      "lose 1.5 % of the packets of 3 networks and 1 interfaces from 1 networks and 0 interfaces");
}

TEST_CASE("a tag is written, found again and told to people") {
  CutSpec spec = sample();
  CHECK(to_string(tag_of(spec)) == "gameday run=0123abcd fault=cut-a lasts=18s");
  spec.fence_first = true;
  spec.expires_after = 90500ms;
  const std::string text = to_string(tag_of(spec));
  CHECK(text == "gameday run=0123abcd fault=cut-a lasts=1m30.5s fence=first");
  const auto found = find_tag("-A X -m comment --comment \"" + text + "\" -j DROP\n");
  REQUIRE(found);
  CHECK(*found == tag_of(spec));
  CHECK(describe(*found) == "run 0123abcd, fault cut-a; the old primary must be fenced first");
  CHECK(describe(tag_of(sample())) == "run 0123abcd, fault cut-a");
}

TEST_CASE("a fault's name cannot break out of the comment, nor make it too long") {
  CutSpec spec = sample();
  spec.fault = "a\" drop; flush ruleset; # ü" + std::string(200, 'x');
  spec.fence_first = true;
  spec.expires_after = std::chrono::hours{9999} + 59min + 59s + 999ms;
  const std::string text = to_string(tag_of(spec));
  CHECK(text.find_first_of("\";#\n") == std::string::npos);
  CHECK(text.size() < 128);
  CHECK(find_tag(text) == tag_of(spec));
}

TEST_CASE("what we would not have written is no tag") {
  for (const char* text :
       {"", "gameday", "gameday run=0123abc fault=x lasts=1s", "gameday run=0123abcd",
        "gameday fault=cut-a run=0123abcd lasts=18s", "gameday run=0123ABCD fault=a lasts=1s"}) {
    CAPTURE(text);
    CHECK_FALSE(find_tag(text));
  }
}
