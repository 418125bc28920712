// SPDX-License-Identifier: Apache-2.0
#include "runbooks/lingering.hpp"

#include "base/json.hpp"
#include "tests/runbooks/support/record_manager.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// The change of a kind as it stands in a journal, where this was captured.
Change journalled(const TrafficKind& kind, const Json& captured) {
  const auto change = resolve(only_change(kind, record_manager(std::string{kind.name})),
                              Json{{"json", captured}}, WallTime{});
  REQUIRE(change);
  return *change;
}

}  // namespace

TEST_CASE("changes of records linger for the time to live that was captured") {
  const Json old{{"ttl", 20}, {"values", {"10.77.1.20"}}};
  CHECK(lingers(journalled(k_traffic_rfc2136, old)) == 20s);
  CHECK(lingers(journalled(k_traffic_powerdns, old)) == 20s);
  CHECK(lingers(journalled(k_traffic_route53, {{"sets", Json::array()}, {"ttl", 30}})) == 30s);
}

TEST_CASE("what is no change of records, or is not captured yet, is not known to linger") {
  CHECK_FALSE(lingers(Change{}));
  CHECK_FALSE(lingers(only_change(k_traffic_rfc2136, record_manager("rfc2136"))));
  Change other;
  other.revert = Action{{}, 1s, Exec{{"true"}, {std::string{R"(,"ttl":)"}, std::string{"soon"}}}};
  CHECK_FALSE(lingers(other));
  CHECK_FALSE(lingers(journalled(k_traffic_route53, {{"sets", Json::array()}})));
}
