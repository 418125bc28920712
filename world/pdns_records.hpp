// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "world/dns_update.hpp"

/// Sets of records as the HTTP API of an authoritative PowerDNS has them (doc.powerdns.com, Zones
/// endpoint).
namespace gameday {

/// The set in what GET /zones/<zone> answers; empty where the zone has none of that name and type.
/// Errors: bad_input; refused, where some of its records are disabled, which a change of the set
/// would take away, or where the name is an alias.
[[nodiscard]] Result<dns::RecordSet> read_rrset(std::string_view body,
                                                const dns::RecordPlace& place);

/// The body of PATCH /zones/<zone> that makes the set this one; an empty one is taken away.
[[nodiscard]] std::string write_rrset(const dns::RecordPlace& place, const dns::RecordSet& set);

}  // namespace gameday
