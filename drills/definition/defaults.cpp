// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "drills/definition/check.hpp"

namespace gameday {

void fill_defaults(Drill& drill) {
  Duration slowest{};
  for (ProbeSpec& probe : drill.probes) {
    if (!probe.good_within) probe.good_within = probe.timeout;
    if (probe.judge) slowest = std::max(slowest, probe.every);
  }
  for (const LedgerSpec& ledger : drill.ledgers) {
    if (ledger.judge) slowest = std::max(slowest, ledger.every);
  }
  if (drill.stable_for == Duration{}) {
    drill.stable_for = std::max<Duration>(std::chrono::seconds{5}, 20 * slowest);
  }
  if (!drill.give_up_after && drill.objectives.rto) {
    drill.give_up_after = 2 * *drill.objectives.rto;
  }
}

}  // namespace gameday
