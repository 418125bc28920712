// SPDX-License-Identifier: Apache-2.0
// Records are pointed at the other region at real name servers, and a resolver that caches follows
// once what it was told has run out.
// also as an ordinary user
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/catalog.hpp"
#include "cli/sources.hpp"
#include "runbooks/traffic_kinds.hpp"
#include "tests/regions/support/lab.hpp"
#include "tests/regions/support/paths.hpp"
#include "world/perform.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

constexpr const char* k_cache = "10.77.0.15";

Inventory inventory_of(const Lab& lab) {
  const auto source = read_source(source_folder() / "drills/catalog/lab_dns.toml");
  REQUIRE(source.has_value());
  auto loaded = load_inventory(*source, default_variables(lab.name()));
  REQUIRE(loaded.inventory.has_value());
  return std::move(*loaded.inventory);
}

/// What a server says of a name, without the last line end.
std::string asked(const Lab& lab, const std::string& server, const std::string& name) {
  auto told =
      lab.on("clients", {gameday_binary().string(), "agent", "dns_ask", "--", server, name});
  REQUIRE_MESSAGE(told.status == 0, told.err);
  if (told.out.ends_with('\n')) told.out.pop_back();
  return told.out;
}

/// The change of a manager's first slot, made and taken back by hand as an executor would.
class Shift {
 public:
  Shift(const Inventory& inventory, const std::string& manager)
      : m_performer{inventory, gameday_binary().string()} {
    const TrafficManager& found = inventory.traffic.at(manager);
    const auto changes =
        find_kind(traffic_kinds(), found.kind)->shift(found, {"shift", "region-b", true});
    REQUIRE(changes);
    m_change = changes->front();
  }

  /// What was there before.
  Json capture() {
    const auto looked = m_performer.perform(*m_change.capture);
    REQUIRE_MESSAGE((looked && looked->ok), (looked ? looked->err : looked.error().text()));
    const auto captured = capture_value(m_change, *looked);
    REQUIRE(captured);
    m_change = resolve(m_change, *captured, WallTime{}).value();
    return *captured;
  }
  /// Empty = it could look, else why not.
  [[nodiscard]] std::string look() { return done(m_change.verify.look); }
  [[nodiscard]] std::string apply() { return done(m_change.apply); }
  [[nodiscard]] std::string revert() { return done(*m_change.revert); }
  [[nodiscard]] Seen seen() {
    return read_seen(m_change.verify, m_performer.perform(m_change.verify.look));
  }

 private:
  /// Empty = done, else why not.
  std::string done(const Action& action) {
    const auto outcome = m_performer.perform(action);
    if (!outcome) return outcome.error().text();
    return outcome->ok ? "" : outcome->err + outcome->out + " ";
  }

  RealPerformer m_performer;
  Change m_change;
};

/// A record goes to the other region and back, and the resolver after it, but not at once.
void go_and_return(const Lab& lab, Shift& shift, const std::string& server,
                   const std::string& name) {
  CHECK(asked(lab, k_cache, name) == "10.77.1.20");
  CHECK(shift.seen() == Seen::gone);
  CHECK(shift.apply() == "");
  CHECK(shift.apply() == "");
  CHECK(shift.seen() == Seen::in_force);
  CHECK(asked(lab, server, name) == "10.77.2.20");
  CHECK(asked(lab, k_cache, name) == "10.77.1.20");
  CHECK(eventually([&] { return asked(lab, k_cache, name) == "10.77.2.20"; }, 7s));
  CHECK(shift.revert() == "");
  CHECK(shift.revert() == "");
  CHECK(shift.seen() == Seen::gone);
  CHECK(asked(lab, server, name) == "10.77.1.20");
}

}  // namespace

TEST_CASE("a record goes to the other region and back, and nobody's work is overwritten") {
  const Lab lab{"dnstraffic", {"--with", "authority,cache,pdns"}};
  const Inventory inventory = inventory_of(lab);
  Shift shift{inventory, "names"};
  CHECK(shift.capture().at("json") == Json{{"ttl", 5}, {"values", {"10.77.1.20"}}});
  go_and_return(lab, shift, "10.77.0.18", "shop.dr.lab");

  Shift api{inventory, "powerdns"};
  CHECK(api.capture().at("json") == Json{{"ttl", 5}, {"values", {"10.77.1.20"}}});
  go_and_return(lab, api, "10.77.0.16", "shop.pd.lab");

  Inventory elsewhere = inventory;
  elsewhere.traffic.at("names").slots[0].by_region["region-b"] = "10.77.2.99";
  Shift others{elsewhere, "names"};
  (void)others.capture();
  CHECK(others.apply() == "");
  CHECK(shift.seen() == Seen::foreign);
  CHECK(shift.apply().find("somebody else") != std::string::npos);
  CHECK(shift.revert().find("somebody else") != std::string::npos);
  CHECK(asked(lab, "10.77.0.18", "shop.dr.lab") == "10.77.2.99");
  CHECK(others.revert() == "");
  CHECK(shift.seen() == Seen::gone);

  elsewhere.traffic.at("names").params.set("key", std::string{"nobody"});
  CHECK(Shift{elsewhere, "names"}.look().find("does not know the key") != std::string::npos);
}

}  // namespace gameday::regions
