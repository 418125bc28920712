// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/inventory.hpp"
#include "base/params.hpp"
#include "base/result.hpp"
#include "injectors/injector.hpp"

namespace gameday {

/// "could not plan the fault <name> on <inventory>: <why>; <next>", of kind bad_input.
[[nodiscard]] tl::unexpected<Error> cannot_plan(const FaultScope& scope, std::string why,
                                                std::string next = {});

/// What the parameters of a fault name, looked up in the inventory. Errors: bad_input, with the
/// nearest name that there is.
[[nodiscard]] Result<const Region*> target_region(const Params& params, const FaultScope& scope);
[[nodiscard]] Result<const Region*> target_zone(const Params& params, const FaultScope& scope);
/// The parameter `key` as a host: its name, or "<region>.<role>".
[[nodiscard]] Result<const Host*> target_host(const Params& params, const FaultScope& scope,
                                              std::string_view key = "host");
[[nodiscard]] Result<const Service*> target_service(const Params& params, const FaultScope& scope);
[[nodiscard]] Result<const Queue*> target_queue(const Params& params, const FaultScope& scope);
[[nodiscard]] Result<const Database*> target_database(const Params& params,
                                                      const FaultScope& scope);
[[nodiscard]] Result<const Cluster*> target_cluster(const Params& params, const FaultScope& scope);

/// The region that a fault with these parameters breaks, wholly or in part: by `region`, `zone`,
/// `service`, `host`, `on`, `from`, `to`, or the one node that they name; empty where none can be
/// told.
[[nodiscard]] std::string region_of(const Params& params, const Inventory& inventory);

/// Whether a fault with these parameters is aimed at a whole region or zone.
[[nodiscard]] bool aims_at_region(const Params& params);

/// What a fault with these parameters is aimed at, as it was written; empty where nothing says so.
[[nodiscard]] std::string target_name(const Params& params);

}  // namespace gameday
