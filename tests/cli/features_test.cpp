// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "cli/doctor.hpp"

namespace gameday {
namespace {

TEST_CASE("what some faults need is looked at; what is lacking makes no machine unfit") {
  const auto findings = examine_features();
  for (const char* name :
       {"tc", "ipset", "netem", "ipset with timeouts", "NFQUEUE", "cgroup v2", "rights", "clock"}) {
    CAPTURE(name);
    CHECK(std::ranges::count(findings, name, &Ailment::name) == 1);
  }
  for (const Ailment& finding : findings) {
    CAPTURE(finding.name);
    CHECK_FALSE(finding.detail.empty());
    CHECK(finding.weight <= Ailment::Weight::note);
  }
}

}  // namespace
}  // namespace gameday
