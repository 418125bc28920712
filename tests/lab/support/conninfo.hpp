// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "lab/shop/database.hpp"
#include "tests/world/support/fake_postgres.hpp"

namespace gameday::shop {

/// How libpq reaches a server that a test plays.
inline std::string conninfo_of(const FakePostgres& server) {
  return "host=127.0.0.1 dbname=shop user=postgres port=" + std::to_string(server.port());
}

/// A deadline this long from now.
inline Deadline in(std::chrono::milliseconds patience) {
  return std::chrono::steady_clock::now() + patience;
}

}  // namespace gameday::shop
