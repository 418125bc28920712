// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/orders.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace gameday::shop {
namespace {

constexpr int k_tries = 3;

const std::string k_columns =
    "id, item, quantity, region, "
    "to_char(placed_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "
    "processed_at is not null";

// Two requests with one key may race: the loser's insert does nothing, and its snapshot is older
// than the winner's commit, so that it finds nothing either. Asked again, it does.
const std::string k_place =
    "with placed as (insert into orders (idempotency_key, item, quantity, region) "
    "values ($1, $2, $3, $4) on conflict (idempotency_key) do nothing returning *) "
    "select " +
    k_columns +
    " from placed union all "
    "select " +
    k_columns + " from orders where idempotency_key = $1 limit 1";

const std::string k_find = "select " + k_columns + " from orders where id = $1";
const std::string k_process =
    "update orders set processed_at = clock_timestamp() where id = $1 and processed_at is null";
const std::string k_read_only = "show transaction_read_only";

/// A connection may have died unnoticed since it was last used. Each statement of the shop may be
/// carried out twice without harm, so one that got no answer is sent again over a new connection.
Result<Rows> ask(Database& database, const std::string& statement,
                 const std::vector<std::string>& parameters, Deadline deadline) {
  auto rows = database.ask(statement, parameters, deadline);
  const bool lost = !rows && rows.error().kind == ErrorKind::timeout;
  if (!lost || std::chrono::steady_clock::now() >= deadline) return rows;
  auto again = database.ask(statement, parameters, deadline);
  const bool refused = !again && again.error().kind == ErrorKind::refused;
  // What the first try did stays unknown when the second could not even be sent.
  return refused ? rows : again;
}

Order order_of(const Row& row) {
  int quantity = 0;
  const std::string& digits = row.at(2).value();
  std::from_chars(digits.data(), digits.data() + digits.size(), quantity);
  return Order{row.at(0).value(), Wish{row.at(1).value(), quantity}, row.at(3).value(),
               row.at(4).value(), row.at(5) == "t"};
}

}  // namespace

Result<Order> place_order(Database& database, const std::string& region, const std::string& key,
                          const Wish& wish, Deadline deadline) {
  const std::vector<std::string> parameters{key, wish.item, std::to_string(wish.quantity), region};
  for (int tried = 0; tried < k_tries; ++tried) {
    auto rows = ask(database, k_place, parameters, deadline);
    if (!rows) return tl::unexpected{rows.error()};
    if (!rows->empty()) return order_of(rows->front());
  }
  return fail(ErrorKind::failed, "place an order", key, "others keep changing it");
}

Result<std::optional<Order>> find_order(Database& database, const std::string& id,
                                        Deadline deadline) {
  auto rows = ask(database, k_find, {id}, deadline);
  if (!rows) return tl::unexpected{rows.error()};
  return rows->empty() ? std::optional<Order>{} : order_of(rows->front());
}

Result<void> process_order(Database& database, const std::string& id, Deadline deadline) {
  const auto rows = ask(database, k_process, {id}, deadline);
  if (!rows) return tl::unexpected{rows.error()};
  return {};
}

bool is_writable(Database& database, Deadline deadline) {
  const auto rows = ask(database, k_read_only, {}, deadline);
  return rows && rows->size() == 1 && rows->front().at(0) == "off";
}

bool is_uuid(std::string_view text) {
  constexpr std::string_view k_shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return text.size() == k_shape.size() &&
         std::equal(text.begin(), text.end(), k_shape.begin(), [](char c, char shape) {
           const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           return shape == 'x' ? hex : c == shape;
         });
}

}  // namespace gameday::shop
