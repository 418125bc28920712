// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/change.hpp"
#include "base/inventory.hpp"

namespace gameday {

/// Something that a run made and that is still there, with what takes it away.
struct Leftover {
  std::string run_id;
  std::string host;  ///< empty = this machine; "aws.ireland" = that region of the inventory
  Change change;
  bool fence_first = false;  ///< nothing may lift it while the old primary may still be written to
};

/// What a search came to.
struct Leftovers {
  std::vector<Leftover> found;
  std::vector<std::string> unseen;  ///< what could not be looked at, and why
};

/// Finds by their tags, without any journal, the rules and notes that any run, dead or alive, has
/// on the inventory's hosts, and what it has in its clusters and in the regions of clouds that it
/// names. Reads only.
[[nodiscard]] Leftovers search_hosts(Performer& performer, const Inventory& inventory);

/// Adds what runs have in the inventory's Kubernetes clusters; part of search_hosts.
void search_clusters(Performer& performer, const Inventory& inventory, Leftovers& left);

/// The same for the tables of ledgers. Which node has them is seen only once a fence that is still
/// to come has been carried out.
[[nodiscard]] Leftovers search_tables(Performer& performer, const Inventory& inventory);

/// The rules in the packet filter of one host; "" = this machine.
[[nodiscard]] Leftovers search_filters(Performer& performer, const std::string& host);

}  // namespace gameday
