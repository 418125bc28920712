// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "lab/shop/database.hpp"

namespace gameday::shop {

/// What a customer asks for.
struct Wish {
  std::string item;
  int quantity = 0;
  bool operator==(const Wish&) const = default;
};

/// An order as it is kept.
struct Order {
  std::string id;
  Wish wish;
  std::string region;      ///< that took it
  std::string placed_at;   ///< UTC
  bool processed = false;  ///< by its background job
};

/// Keeps the wish under the key, once: the same key gives the same order, whatever is wished the
/// second time. Errors: as of Database::ask.
[[nodiscard]] Result<Order> place_order(Database& database, const std::string& region,
                                        const std::string& key, const Wish& wish,
                                        Deadline deadline);

/// The order with this id, if there is one. Errors: as of Database::ask.
[[nodiscard]] Result<std::optional<Order>> find_order(Database& database, const std::string& id,
                                                      Deadline deadline);

/// Notes that the background job of an order is done; fine where it was before, and where there is
/// no such order. Errors: as of Database::ask.
[[nodiscard]] Result<void> process_order(Database& database, const std::string& id,
                                         Deadline deadline);

/// Whether the database of this region takes writes now: a standby does not.
[[nodiscard]] bool is_writable(Database& database, Deadline deadline);

/// Whether a text is a UUID, and so may be an order's id.
[[nodiscard]] bool is_uuid(std::string_view text);

}  // namespace gameday::shop
