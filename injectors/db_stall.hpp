// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/change.hpp"
#include "injectors/db_session.hpp"
#include "injectors/injector.hpp"

// How a PostgreSQL server is stalled by sessions that it keeps itself.
namespace gameday {

/// Takes the connections that are free for ordinary users, at most `most` of them.
void take_connections(FaultPlan& plan, const DatabaseSite& site, const FaultScope& scope, int most);

/// Locks a table ("orders", "public.orders") in this mode of LOCK TABLE.
void lock_table(FaultPlan& plan, const DatabaseSite& site, const FaultScope& scope,
                const std::string& table, const std::string& mode);

}  // namespace gameday
