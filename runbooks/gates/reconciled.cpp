// SPDX-License-Identifier: Apache-2.0
// Whether every write that only the old primary has is accounted for: exported into the run's
// folder, or declared lost by the drill or by a person. Rebuilding the old primary throws such
// writes away, so this is asked before anything is rebuilt.
#include "runbooks/gates.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    {.name = "stranded",
     .help = "what becomes of writes that only the old primary has",
     .fallback = "ask",
     .one_of = {"ask", "keep", "lost"}},
};

Result<GatePlan> plan(const GateSpec& gate, const GateScope& /*scope*/) {
  const std::string word = gate.params.get<std::string>("stranded", "ask");
  GatePlan planned;
  planned.stranded = word == "keep"   ? StrandedWord::keep
                     : word == "lost" ? StrandedWord::lost
                                      : StrandedWord::ask;
  planned.summary = "writes that only the old primary has are ";
  planned.summary += word == "keep"   ? "exported"
                     : word == "lost" ? "declared lost"
                                      : "exported or declared lost, as a person says";
  return planned;
}

}  // namespace

const GateKind k_gate_reconciled{
    .name = "reconciled",
    .summary = "writes that only the old primary has are exported or declared lost",
    .params = k_params,
    .plan = plan,
};

}  // namespace gameday
