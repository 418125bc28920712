// SPDX-License-Identifier: Apache-2.0
#include "drills/record/ledger_file.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

LedgerReading a_reading() {
  return {{"orders", events::Reading::after_heal, "db-b", true, 4, {"db-b"}, ""}, {3, 1, 1, -2}};
}

TEST_CASE("a reading comes back as it was, doubles and order included") {
  const auto back = ledger_from_text(ledger_file_text(a_reading()));
  REQUIRE(back.has_value());
  CHECK(back->ids == std::vector<std::int64_t>{3, 1, 1, -2});
  CHECK(back->about.ledger == "orders");
  CHECK(back->about.reading == events::Reading::after_heal);
  CHECK(back->about.node == "db-b");
  CHECK(back->about.writable);
  CHECK(back->about.count == 4);
}

TEST_CASE("a reading with one byte changed or missing is no reading") {
  const std::string text = ledger_file_text(a_reading());
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string damaged = text;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    CHECK_FALSE(ledger_from_text(damaged).has_value());
    CHECK_FALSE(ledger_from_text(text.substr(0, at)).has_value());
  }
}

TEST_CASE("the file is named by ledger and reading, and never leaves its folder") {
  events::LedgerRead about;
  about.ledger = "../orders";
  about.reading = events::Reading::isolated;
  CHECK(ledger_file_name(about) == "ledgers/.._orders.isolated.json");
}

}  // namespace
}  // namespace gameday
