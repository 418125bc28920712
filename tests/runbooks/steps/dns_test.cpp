// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "runbooks/steps.hpp"
#include "tests/runbooks/support/sample.hpp"

using namespace gameday;

namespace {

StepSpec step(const std::string& answer) {
  return sample_step("dns", {{"server", std::string{"10.77.0.15"}},
                             {"name", std::string{"shop.dr.lab"}},
                             {"host", std::string{"router"}},
                             {"answer", answer}});
}

bool so(const Wait& wait, const std::string& told) {
  return matches(wait.until, {true, 0, told, "", {}});
}

}  // namespace

TEST_CASE("dns: a server is asked until the answer is among those that it gives") {
  const auto plan = plan_step(k_step_dns, step("10.77.2.20"));
  REQUIRE(plan);
  CHECK(plan->changes.empty());
  REQUIRE(plan->waits.size() == 1);
  const Wait& wait = plan->waits[0];
  CHECK(wait.look.host == HostRef{"router"});
  CHECK(argv_of(wait.look) ==
        Words{"@gameday", "agent", "dns_ask", "--", "10.77.0.15", "shop.dr.lab"});
  CHECK(so(wait, "10.77.2.20\n"));
  CHECK(so(wait, "10.77.1.20\n10.77.2.20\n"));
  CHECK_FALSE(so(wait, "10.77.1.20\n"));
  CHECK_FALSE(so(wait, "10.77.2.201\n"));
  CHECK_FALSE(so(wait, "silence\n"));
  CHECK_FALSE(so(wait, "\n"));
}

TEST_CASE("dns: an answer that no server would give, a host or a pace that is none are refused") {
  CHECK_FALSE(plan_step(k_step_dns, step("10.77.2.0/24")));
  CHECK_FALSE(plan_step(k_step_dns, step("shop")));
  StepSpec nowhere = step("10.77.2.20");
  nowhere.params.set("host", std::string{"nobody"});
  CHECK_FALSE(plan_step(k_step_dns, nowhere));
  StepSpec never = step("10.77.2.20");
  never.params.set("every", Duration{});
  CHECK_FALSE(plan_step(k_step_dns, never));
}
