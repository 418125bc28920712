// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

struct pg_conn;
struct pg_result;

namespace gameday::shop {

using Deadline = std::chrono::steady_clock::time_point;
using Row = std::vector<std::optional<std::string>>;
using Rows = std::vector<Row>;

/// One connection to the region's database, made when it is first needed and again after it was
/// lost. Nothing waits longer than its deadline. For one thread.
class Database {
 public:
  explicit Database(std::string conninfo) : m_conninfo{std::move(conninfo)} {}

  /// Runs one statement with $1, $2 ... Errors: refused, when it was certainly not carried out
  /// because there is no connection; failed, when the server said no; timeout, when nobody knows.
  [[nodiscard]] Result<Rows> ask(const std::string& statement,
                                 const std::vector<std::string>& parameters, Deadline deadline);

 private:
  struct Closer {
    void operator()(pg_conn* connection) const;
  };

  Result<void> connect(Deadline deadline);
  Result<Rows> exchange(const std::string& statement, const std::vector<std::string>& parameters,
                        Deadline deadline);
  /// Waits for the answer's last part; null when it did not come.
  pg_result* receive(Deadline deadline);
  [[nodiscard]] std::string why() const;

  std::string m_conninfo;
  std::unique_ptr<pg_conn, Closer> m_connection;
};

}  // namespace gameday::shop
