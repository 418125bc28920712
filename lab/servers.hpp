// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "lab/server.hpp"

/// Every server, in the order in which they are started; servers/<name>.cpp defines
/// `const Server k_server_<name>`. The one that takes longest to prepare comes last.
#define GAMEDAY_SERVERS(X) \
  X(names)                 \
  X(haproxy)               \
  X(shop)                  \
  X(postgres)

/// Those that are there only where they were asked for. They are started before the others: they
/// take long to become ready.
#define GAMEDAY_OPTIONAL_SERVERS(X) \
  X(rabbitmq)                       \
  X(mariadb)                        \
  X(redis)                          \
  X(sentinel)                       \
  X(toxiproxy)                      \
  X(pdns)                           \
  X(authority)                      \
  X(cache)                          \
  X(monitoring)

namespace gameday::lab {

#define GAMEDAY_DECLARE(kind) extern const Server k_server_##kind;
GAMEDAY_SERVERS(GAMEDAY_DECLARE)
GAMEDAY_OPTIONAL_SERVERS(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

/// The servers of a lab that was asked for with these optional ones, in the order of starting.
[[nodiscard]] std::vector<const Server*> servers(const std::vector<std::string>& with);

/// The names of the optional servers.
[[nodiscard]] std::vector<std::string> optional_servers();

/// Whether each is an optional server. Errors: bad_input, with those that there are.
[[nodiscard]] Result<void> check_optional(const std::vector<std::string>& with);

}  // namespace gameday::lab
