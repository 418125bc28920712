// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "injectors/degradation.hpp"
#include "injectors/injector.hpp"

namespace gameday {

/// What leaves a host by one interface, made worse by tc: netem, and tbf or htb for the rate.
struct Shaping {
  const Host& host;
  const FaultScope& scope;
  std::string interface;
  std::vector<std::string> from;  ///< networks; empty = whatever the source
  std::vector<std::string> to;    ///< networks; empty = whatever the destination
  Degradation what;
};

/// One qdisc at the root of the interface, under a handle of the run's own (6xxx:). A root that
/// somebody else has put there is refused by its name before anything is changed, and never
/// replaced. A timer on the host lifts it when nobody else does. Errors: bad_input.
[[nodiscard]] Result<Change> shape(const Shaping& shaping);

/// Whether it did something to packets: it dropped some, held some back, or sent some at all.
[[nodiscard]] Proof shaping_proof(const Shaping& shaping);

}  // namespace gameday
