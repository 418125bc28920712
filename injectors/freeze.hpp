// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "injectors/injector.hpp"

namespace gameday {

/// Fills capture, apply, verify and revert of a change that freezes all processes of a service.
/// A unit: systemctl freeze. A cgroup: its freezer where that is writable, otherwise SIGSTOP to all
/// in it. A pid file: SIGSTOP to the whole tree, parents before children, until no new child
/// appears; stopping only a postmaster would leave its sessions running. The capture refuses what
/// is stopped already, process 1, those who ask, and a process younger than its pid file; it reads
/// pid and start time, so that a later process with the same number is never hit. What was stopped
/// is listed in a file beside the change's note, so plant_note must follow (plant_timer before it:
/// the revert is one idempotent argv).
void freeze_service(Change& change, const Service& service, const Host& host,
                    const std::string& run_id);

/// A fault that freezes it, with a timer on its host, its note and its proof.
[[nodiscard]] FaultPlan freeze_fault(const Service& service, const Host& host,
                                     const FaultScope& scope, std::string summary);

/// Whether all of its processes are stopped, looked up afresh; may be asked by anyone at any time.
[[nodiscard]] Proof frozen_proof(const Service& service, const Host& host);

/// Where its processes are looked for: the pid file, the unit, or the folder of the cgroup.
[[nodiscard]] std::string process_source(const Service& service);

}  // namespace gameday
