// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runbooks/step.hpp"

// What the kinds of steps share when they turn a step into changes. Errors: bad_input.
namespace gameday {

/// Why a step cannot be planned, and what to do about it.
[[nodiscard]] tl::unexpected<Error> cannot_plan(const StepSpec& step, std::string why,
                                                std::string next = {});

/// "region-b.db", a host's name, or empty for this machine.
[[nodiscard]] Result<HostRef> find_host(const StepSpec& step, const StepScope& scope,
                                        std::string_view reference);

/// A command on a host, with the step's own deadline.
[[nodiscard]] Action run_on(const StepSpec& step, const HostRef& host,
                            const std::vector<std::string>& argv);

/// A statement on a host that is a node of one of the inventory's databases.
[[nodiscard]] Result<Action> query_on(const StepSpec& step, const StepScope& scope,
                                      std::string_view reference, std::string statement);

/// What a failover does stays when gameday dies and when the run is aborted.
[[nodiscard]] Change held_change(const StepSpec& step, std::string summary);

}  // namespace gameday
