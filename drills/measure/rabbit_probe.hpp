// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/inventory.hpp"
#include "drills/measure/probe.hpp"

namespace gameday {

/// The probe `queue` for a queue of the kind rabbitmq: asks its management API. Errors: bad_input.
[[nodiscard]] Result<std::unique_ptr<Probe>> make_rabbit_probe(const ProbeSpec& spec,
                                                               const Queue& queue,
                                                               const Inventory& inventory,
                                                               SamplerLoop& loop);

}  // namespace gameday
