// SPDX-License-Identifier: Apache-2.0
// A region is cut off for real, by each mechanism: what is cut, what is not, and how it is proven.
// also as an ordinary user
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>

#include "injectors/injectors.hpp"
#include "tests/regions/support/cut.hpp"
#include "world/held_process.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

/// A client's session with region A's database that stays open, over TCP through the router.
class Session {
 public:
  explicit Session(const Lab& lab)
      : m_psql{HeldProcess::start(lab.argv_on("clients", {"psql", "-XAtq", "-h", "10.77.1.10", "-U",
                                                          "postgres", "shop"}))
                   .value()} {}

  /// Whether the answer to "select <number>" comes in time.
  [[nodiscard]] bool answers(int number, std::chrono::milliseconds patience) {
    m_psql.send(fmt::format("select {};\n", number));
    return hears(number, patience);
  }
  [[nodiscard]] bool hears(int number, std::chrono::milliseconds patience) {
    const auto line = m_psql.read_line(patience);
    return line && *line == std::to_string(number);
  }

 private:
  HeldProcess m_psql;
};

}  // namespace

TEST_CASE(
    "each mechanism cuts open connections and new ones, counts them, and goes without trace") {
  const Lab lab{"blackhole"};
  put_foreign_rules(lab);
  REQUIRE(reached(lab) == "+++");
  const std::string before = all_rules(lab);
  for (const Variant& variant : variants()) {
    CAPTURE(variant.mechanism.name);
    CAPTURE(variant.backend);
    Cut cut{lab, variant, whole_region()};
    CHECK(cut.is(Seen::gone));
    Session session{lab};
    REQUIRE(session.answers(1, 2s));
    REQUIRE(cut.apply());
    CHECK(cut.is(Seen::in_force));
    CHECK_FALSE(session.answers(2, 300ms));
    CHECK(reached(lab) == "---");
    CHECK(dial(lab, "db-a", "10.77.2.10:5432") == k_timed_out);
    CHECK(dial(lab, "db-a", "10.77.1.20:8080") == k_connected);  // within the region
    CHECK(dial(lab, "clients", "10.77.2.10:5432") == k_connected);
    CHECK(cut.counted() > 0);
    REQUIRE(cut.revert());
    CHECK(cut.is(Seen::gone));
    CHECK(reached(lab) == "+++");
    CHECK(session.hears(2, 3s));  // with the next retransmission
    CHECK(all_rules(lab) == before);
  }
}

TEST_CASE("ten thousand networks are cut at one instant, by the last transaction") {
  const Lab lab{"blackhole"};
  CutSpec spec = whole_region();
  for (int i = 0; i < 10'000; ++i) {
    spec.networks.push_back(
        fmt::format("100.{}.{}.{}/28", 64 + i / 4096, i / 16 % 256, i % 16 * 16));
  }
  Cut cut{lab, variants()[0], spec};
  const Action& apply = cut.changes().front().apply;
  auto filling = std::get<Netfilter>(apply.what);
  const Netfilter arming{{filling.transactions.back()}};
  filling.transactions.pop_back();
  CHECK(cut.performer().perform({apply.host, apply.deadline, filling})->ok);
  CHECK(cut.is(Seen::inert));
  CHECK(reached(lab) == "+++");
  CHECK(cut.performer().perform({apply.host, apply.deadline, arming})->ok);
  CHECK(cut.is(Seen::in_force));
  CHECK(reached(lab) == "---");
  REQUIRE(cut.revert());
  CHECK(reached(lab) == "+++");
}

TEST_CASE("a thousand networks go in by iptables too, and an interrupted script is taken back") {
  const Lab lab{"blackhole"};
  CutSpec spec = whole_region();
  for (int i = 0; i < 1000; ++i) {
    spec.networks.push_back(fmt::format("100.64.{}.{}/28", i / 8, i % 8 * 32));
  }
  for (const Variant& variant : variants().subspan(1)) {
    CAPTURE(variant.backend);
    Cut cut{lab, variant, spec};
    REQUIRE(cut.apply());
    CHECK(cut.is(Seen::in_force));
    CHECK(reached(lab) == "---");
    REQUIRE(cut.revert());
    CHECK(cut.is(Seen::gone));
    Action first = cut.changes().front().apply;
    auto& script = std::get<Exec>(first.what).stdin_text;
    const std::string whole = std::get<std::string>(script.front());
    script = {whole.substr(0, whole.find("COMMIT\n") + 7)};
    CHECK(cut.performer().perform(first)->ok);
    const Verify& verify = cut.changes().front().verify;
    CHECK(read_seen(verify, cut.performer().perform(verify.look)) == Seen::inert);
    CHECK(reached(lab) == "+++");
    CHECK(cut.performer().perform(*cut.changes().front().revert)->ok);
    CHECK(cut.is(Seen::gone));
  }
}

TEST_CASE("the proofs of the fault refute it before, and confirm it while it is in force") {
  const Lab lab{"blackhole"};
  Inventory inventory;
  inventory.vantage = "world";
  inventory.regions["region-a"] = {.name = "region-a",
                                   .networks = {"10.77.1.0/24", "fd77:0:0:1::/64"},
                                   .interfaces = {"to-a"},
                                   .virtual_addresses = {"10.77.9.9/32"},
                                   .filtered_at = {"router"},
                                   .canary = "10.77.1.10:5432"};
  inventory.regions["region-b"].canary = "10.77.2.10:5432";
  inventory.hosts["clients"] = {.name = "clients", .transport = "lab", .zone = "world"};
  inventory.hosts["db-a"] = {
      .name = "db-a", .region = "region-a", .role = "db", .transport = "lab"};
  Params params;
  params.set("region", std::string{"region-a"});
  const auto fault = k_injector_region_blackhole.plan(params, {"0123abcd", "cut", inventory, 30s});
  REQUIRE(fault);
  REQUIRE(fault->proofs.size() == 2);
  LabPerformer performer{lab};
  for (const Proof& proof : fault->proofs) {
    CHECK(matches(proof.refutes, performer.perform(proof.look).value()));
  }
  CHECK(performer.perform(fault->changes.front().apply)->ok);
  for (const Proof& proof : fault->proofs) {
    CAPTURE(proof.name);
    CHECK(matches(proof.confirms, performer.perform(proof.look).value()));
  }
  CHECK(performer.perform(*fault->changes.front().revert)->ok);
}

}  // namespace gameday::regions
