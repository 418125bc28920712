// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "world/fd.hpp"

namespace gameday::lab {

/// A connection to a Unix socket; every step of an exchange over it gives up after `patience`.
/// Invalid where nobody accepts.
[[nodiscard]] UniqueFd connect_unix(const std::filesystem::path& path,
                                    std::chrono::milliseconds patience);

/// The same to an IPv4 address and port, from within a zone of the lab. Only inside the lab.
[[nodiscard]] UniqueFd connect_tcp(std::string_view zone, const std::string& address, int port,
                                   std::chrono::milliseconds patience);

/// A datagram socket that speaks to that address and port only. Only inside the lab.
[[nodiscard]] UniqueFd connect_udp(std::string_view zone, const std::string& address, int port,
                                   std::chrono::milliseconds patience);

/// Sends a question, where it is not empty, and gives the first bytes of the answer, at most
/// `limit` of them and as many as come at once; empty where none came.
[[nodiscard]] std::string ask(const UniqueFd& fd, std::string_view question,
                              std::size_t limit = 512);

}  // namespace gameday::lab
