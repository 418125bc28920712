// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/run/world_search.hpp"

namespace gameday {

/// Adds what any run has left in the regions of AWS that the inventory names, found by its tags. A
/// region, or a service of it, that does not answer is told as unseen.
void search_aws(Performer& performer, const Inventory& inventory, Leftovers& left);

}  // namespace gameday
