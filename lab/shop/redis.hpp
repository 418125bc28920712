// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lab/shop/database.hpp"
#include "world/resp.hpp"

namespace gameday::shop {

/// One connection to a Redis server, made when it is first needed and again after it was lost.
/// Nothing waits longer than its deadline. For one thread.
class Redis {
 public:
  /// `where` is "address:port", numeric, or the path of a Unix socket; `user` one of its access
  /// control list that needs no password, empty = the default one.
  explicit Redis(std::string where, std::string user = {});
  Redis(const Redis&) = delete;
  Redis& operator=(const Redis&) = delete;
  ~Redis();

  /// Runs one command. Errors: refused, when it was certainly not carried out because there is no
  /// connection; failed, when the server said no, in its words; timeout, when nobody knows.
  [[nodiscard]] Result<RespReply> ask(const std::vector<std::string>& command, Deadline deadline);

 private:
  struct Connection;

  Result<void> connect(Deadline deadline);
  Result<RespReply> exchange(const std::vector<std::string>& command, Deadline deadline);

  std::string m_where;
  std::string m_user;
  std::unique_ptr<Connection> m_connection;
};

}  // namespace gameday::shop
