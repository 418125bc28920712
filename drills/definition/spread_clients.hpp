// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/definition/document.hpp"
#include "drills/definition/problems.hpp"

namespace gameday {

/// A [[probe]] with `client = ["fresh", "cached"]` becomes one of each class, in the place of the
/// first, "<name>-<class>" by name; a list of one class leaves the name alone. Notes an empty list,
/// what is no text, and a class that is named twice.
void spread_clients(TomlNode& root, Problems& problems);

}  // namespace gameday
