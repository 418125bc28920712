// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gameday::shop {

/// The table of orders, one statement a line. Ids are random, so that two regions that both took
/// orders for a while can be merged; the key is what makes asking twice harmless. An order is
/// processed by a background job, where the lab has a queue for them.
inline constexpr std::string_view k_schema =
    "create table orders (id uuid primary key default gen_random_uuid(), "
    "idempotency_key text not null unique, item text not null, "
    "quantity integer not null check (quantity > 0), region text not null, "
    "placed_at timestamptz not null default clock_timestamp(), "
    "processed_at timestamptz)\n";

}  // namespace gameday::shop
