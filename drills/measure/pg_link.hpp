// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/inventory.hpp"
#include "base/network.hpp"
#include "drills/measure/sampler_loop.hpp"

namespace gameday {

/// Where and as whom to connect.
struct PgTarget {
  Endpoint at;
  std::string dbname;
  std::string user;
  std::optional<std::string> password;
};

/// A database of the inventory, reached at an endpoint; its secret is read here. Errors: failed.
[[nodiscard]] Result<PgTarget> pg_target(const Database& database, Endpoint at);

/// What came of a statement.
struct PgAnswer {
  /// The cell of that column, from 0; empty where there is none.
  [[nodiscard]] std::string cell(std::size_t column) const {
    return column < cells.size() ? cells[column] : std::string{};
  }

  enum class End {
    done,     ///< the server has committed and said so
    refused,  ///< the server said an error: nothing was done
    unknown,  ///< the connection broke, or the server is going down: nobody knows
  };
  End end = End::unknown;
  std::vector<std::string> cells;  ///< of the first row; a null is an empty text
  std::string error;
};

/// One connection to PostgreSQL on the sampler's loop, one statement at a time. Nothing here ever
/// waits: a late statement is ended by destroying the link, which closes the socket. A callback may
/// destroy the link that calls it.
class PgLink {
 public:
  explicit PgLink(SamplerLoop& loop);
  ~PgLink();
  PgLink(const PgLink&) = delete;
  PgLink& operator=(const PgLink&) = delete;

  /// `ready` is called once, later, with the error if there is one.
  void connect(const PgTarget& target, const std::string& address,
               std::function<void(std::string error)> ready);
  /// Only when ready and nothing else is asked. `done` is called once, later.
  void ask(const std::string& statement, const std::vector<std::string>& params,
           std::function<void(PgAnswer)> done);
  /// Called when the connection is lost with nothing asked.
  void on_lost(std::function<void()> lost);
  /// When it is destroyed the connection is reset; whatever was to be sent is not.
  void abort();

 private:
  struct Inner;
  std::shared_ptr<Inner> m_inner;
};

}  // namespace gameday
