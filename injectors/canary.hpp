// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "injectors/injector.hpp"

namespace gameday {

/// That this "address:port" is out of reach from this machine: nothing answers there.
[[nodiscard]] Proof out_of_reach(const std::string& canary);

/// The canary of the broken region is out of reach from this machine; nothing where `region` is not
/// given or has none, or where clients are played elsewhere. Errors: bad_input.
[[nodiscard]] Result<std::vector<Proof>> canary_proofs(const Params& params,
                                                       const FaultScope& scope);

}  // namespace gameday
