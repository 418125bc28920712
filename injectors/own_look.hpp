// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "injectors/injector.hpp"

namespace gameday {

/// What the change's own verify shows, as a proof: for kinds that have nothing else to look at.
[[nodiscard]] Proof own_look(const Change& change, std::string name, bool inside = false);

/// A fault that is this one change, proven by its own look.
[[nodiscard]] FaultPlan one_change(Change change, std::string proof, bool inside = false);

}  // namespace gameday
