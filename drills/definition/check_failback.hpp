// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/definition/check.hpp"

namespace gameday {

/// What [failback] must be to be measured, and what it presupposes: a failover with a fence,
/// objectives that something measures, gates.
void check_failback(const Part<Drill>& drill);

/// The way back does not share the name of a step with the way over, and has a step that clients
/// may feel: where its clock starts.
void check_failback_steps(const Part<Drill>& drill, const Part<Runbook>& failback,
                          const Runbook& over);

}  // namespace gameday
