// SPDX-License-Identifier: Apache-2.0
// also as an ordinary user
// Two regions parted from each other, both ways or one way, while clients reach both.
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"
#include "tests/regions/support/cut.hpp"
#include "tests/regions/support/made_fault.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

/// What a zone's hosts have heard of the other region since it was made, in both IP versions.
class Ear {
 public:
  Ear(const Lab& lab, std::string host, int other) : m_lab{lab}, m_host{std::move(host)} {
    const std::string rules =
        "table inet ear {\n counter heard { }\n chain in {\n  type filter hook input priority -300;"
        "\n  ip saddr 10.77." +
        std::to_string(other) +
        ".0/24 counter name heard\n  ip6 saddr fd77:0:0:" + std::to_string(other) +
        "::/64 counter name heard\n }\n}\n";
    REQUIRE(m_lab.on(m_host, {"nft", "-f", "-"}, rules).status == 0);
  }
  Ear(const Ear&) = delete;
  Ear& operator=(const Ear&) = delete;
  ~Ear() { (void)m_lab.on(m_host, {"nft", "delete", "table", "inet", "ear"}); }

  [[nodiscard]] bool heard() const {
    const auto listed = m_lab.on(m_host, {"nft", "list", "counter", "inet", "ear", "heard"});
    REQUIRE(listed.status == 0);
    return listed.out.find("packets 0 ") == std::string::npos;
  }

 private:
  const Lab& m_lab;
  std::string m_host;
};

Params between(const std::string& mechanism, const std::string& direction) {
  Params params;
  params.set("from", std::string{"region-a"});
  params.set("to", std::string{"region-b"});
  params.set("mechanism", mechanism);
  params.set("direction", direction);
  return params;
}

}  // namespace

TEST_CASE("an asymmetric partition: one side is heard, and does not hear") {
  const Lab lab{"link", {"--async"}};
  put_foreign_rules(lab);
  const std::string before = look_at_world(lab);
  for (const char* mechanism : {"nftables", "iptables"}) {
    CAPTURE(mechanism);
    MadeFault fault{lab, k_injector_link_cut, between(mechanism, "one-way")};
    CHECK_FALSE(fault.proven());
    CHECK(fault.apply() == "");
    CHECK(fault.proven());
    {
      const Ear a{lab, "app-a", 2};
      const Ear b{lab, "app-b", 1};
      CHECK(dial(lab, "db-a", "10.77.2.10:5432") == k_timed_out);
      CHECK(dial(lab, "db-a", "[fd77:0:0:2::10]:5432") == k_timed_out);
      CHECK_FALSE(b.heard());
      CHECK(dial(lab, "db-b", "10.77.1.10:5432") == k_timed_out);
      CHECK(eventually([&] { return a.heard(); }, 2s));
      CHECK_FALSE(b.heard());
    }
    CHECK(dial(lab, "clients", "10.77.1.10:5432") == k_connected);
    CHECK(dial(lab, "clients", "10.77.2.10:5432") == k_connected);
    CHECK(fault.revert() == "");
    CHECK(dial(lab, "db-a", "10.77.2.10:5432") == k_connected);
    CHECK(difference(before, look_at_world(lab)) == "");
  }
}

TEST_CASE("a partition both ways: neither hears the other, clients reach both") {
  const Lab lab{"link", {"--async"}};
  for (const Variant& variant : variants()) {
    CAPTURE(variant.mechanism.name);
    CAPTURE(variant.backend);
    CutSpec spec = whole_region();
    spec.peers = {"10.77.2.0/24", "fd77:0:0:2::/64"};
    spec.peer_interfaces = {"to-b"};
    Cut cut{lab, variant, spec};
    REQUIRE(cut.apply());
    CHECK(cut.is(Seen::in_force));
    {
      const Ear a{lab, "app-a", 2};
      const Ear b{lab, "app-b", 1};
      CHECK(dial(lab, "db-a", "10.77.2.10:5432") == k_timed_out);
      CHECK(dial(lab, "db-b", "10.77.1.10:5432") == k_timed_out);
      CHECK(dial(lab, "db-b", "10.77.9.9:8080") == k_timed_out);
      CHECK_FALSE(a.heard());
      CHECK_FALSE(b.heard());
    }
    CHECK(reached(lab) == "+++");
    CHECK(dial(lab, "clients", "10.77.2.10:5432") == k_connected);
    CHECK(cut.counted() > 0);
    REQUIRE(cut.revert());
    CHECK(cut.is(Seen::gone));
    CHECK(dial(lab, "db-b", "10.77.1.10:5432") == k_connected);
  }
}

}  // namespace gameday::regions
