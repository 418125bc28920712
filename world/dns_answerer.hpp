// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "world/endpoint.hpp"
#include "world/fd.hpp"

namespace gameday {

/// What becomes of questions about a name.
enum class NameFault { silence, servfail, wrong };

/// How an answerer behaves.
struct AnswererSetup {
  int port = 0;             ///< where it listens, UDP and TCP, IPv4 and IPv6
  SocketEndpoint upstream;  ///< the real name server, for every other name
  NameFault fault = NameFault::silence;
  std::string zone;     ///< the name, and all below it; "." = every name
  std::string address;  ///< of the wrong answer
  std::chrono::milliseconds lifetime{};
  unsigned mark = 1;  ///< SO_MARK of what it asks itself, so that it is not sent back to it
};

/// What to say to a query: an answer, nothing at all (empty), or no value: ask the real server.
[[nodiscard]] std::optional<std::string> answer_for(const AnswererSetup& setup,
                                                    std::string_view query);

/// A socket to the real name server, whose packets are let past. Errors: failed.
[[nodiscard]] Result<UniqueFd> reach_upstream(const AnswererSetup& setup, int type);

/// Stands between clients and their name server until its lifetime is over. Blocks.
/// Errors: failed (it cannot listen there, or may not mark what it sends).
[[nodiscard]] Result<void> serve_names(const AnswererSetup& setup);

}  // namespace gameday
