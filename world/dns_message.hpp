// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

/// As much of the DNS's messages (RFC 1035, 4; AAAA by RFC 3596) as it takes to fail a name.
namespace gameday::dns {

inline constexpr std::uint16_t k_type_a = 1;
inline constexpr std::uint16_t k_type_aaaa = 28;
inline constexpr int k_rcode_servfail = 2;

/// The first question of a message.
struct Question {
  std::string name;  ///< lower case, without the last dot
  std::uint16_t type = 0;
  std::size_t end = 0;  ///< where the question section ends
};

/// Errors: bad_input (no query of one question).
[[nodiscard]] Result<Question> read_question(std::string_view message);

/// Whether a name is the zone or lies in it. Case and a last dot do not count.
[[nodiscard]] bool lies_in(std::string_view name, std::string_view zone);

/// The answer to a query that says SERVFAIL.
[[nodiscard]] std::string servfail(std::string_view query, const Question& question);

/// The answer that gives this one address (IPv4 for A, IPv6 for AAAA; for all else no data), to be
/// kept for no time at all. Errors: bad_input (no address).
[[nodiscard]] Result<std::string> wrong_answer(std::string_view query, const Question& question,
                                               const std::string& address);

/// A query for a name.
[[nodiscard]] std::string make_query(std::uint16_t id, std::string_view name, std::uint16_t type);

/// What an answer says.
struct Told {
  int rcode = 0;
  std::vector<std::string> addresses;
};
/// Reads an answer to a query of ours. Errors: bad_input.
[[nodiscard]] Result<Told> read_answer(std::string_view message, std::uint16_t id);

}  // namespace gameday::dns
