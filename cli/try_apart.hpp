// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/doctor.hpp"

namespace gameday {

/// Runs argv in a network of its own that is thrown away with it: fine where it works, else
/// `otherwise`, with what is lacking then and why.
[[nodiscard]] Ailment try_apart(const std::string& name, Ailment::Weight otherwise,
                                const std::string& lacking, std::vector<std::string> argv);

}  // namespace gameday
