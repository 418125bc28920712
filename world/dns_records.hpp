// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

/// Whole messages of the DNS, record by record (RFC 1035, 4), for those who must see what a server
/// says and for how long it may be kept.
namespace gameday::dns {

inline constexpr std::uint16_t k_type_cname = 5;
inline constexpr std::uint16_t k_type_soa = 6;
inline constexpr std::uint16_t k_type_tsig = 250;
inline constexpr std::uint16_t k_type_any = 255;
inline constexpr std::uint16_t k_class_none = 254;
inline constexpr std::uint16_t k_class_any = 255;
inline constexpr int k_rcode_nxdomain = 3;

/// One record, or a question where it has no data.
struct ResourceRecord {
  std::string name;  ///< lower case, without the last dot
  std::uint16_t type = 0;
  std::uint16_t record_class = 1;  ///< 1 = the internet
  std::uint32_t ttl = 0;           ///< seconds
  std::string data = {};           ///< as on the wire, names in it without compression
  std::size_t at = 0;              ///< where it begins in the message that it was read from
};

/// A message in its parts.
struct Message {
  std::uint16_t id = 0;
  std::uint16_t flags = 0;
  std::vector<ResourceRecord> questions;
  std::vector<ResourceRecord> answers;
  std::vector<ResourceRecord> authority;
  std::vector<ResourceRecord> additional;

  [[nodiscard]] int rcode() const { return flags & 0x0f; }
  [[nodiscard]] bool is_answer() const { return (flags & 0x8000U) != 0; }
  [[nodiscard]] bool is_authoritative() const { return (flags & 0x0400U) != 0; }
  [[nodiscard]] bool is_cut() const { return (flags & 0x0200U) != 0; }
};

/// Errors: bad_input. Pointers lead backwards only, so that no message is read for ever.
[[nodiscard]] Result<Message> read_message(std::string_view bytes);
/// The bytes of a message, without compression.
[[nodiscard]] std::string write_message(const Message& message);

/// A name as on the wire. Errors: bad_input: a label of nothing or of over 63 bytes, over 255 all.
[[nodiscard]] Result<std::string> name_bytes(std::string_view name);
/// Reads such a name, alone or at the start of the bytes. Errors: bad_input.
[[nodiscard]] Result<std::string> name_text(std::string_view bytes);

/// "A", "AAAA" or "CNAME". Errors: bad_input.
[[nodiscard]] Result<std::uint16_t> record_type(std::string_view text);
/// What a record of such a type holds, from "10.77.1.20", "fd77::1" or "other.lab". Errors:
/// bad_input.
[[nodiscard]] Result<std::string> record_data(std::uint16_t type, std::string_view text);
/// The way back; of other types their bytes in hex.
[[nodiscard]] std::string record_text(std::uint16_t type, std::string_view data);

/// Big-endian numbers, as all of the DNS has them.
void put16(std::string& bytes, std::uint16_t number);
void put32(std::string& bytes, std::uint32_t number);

}  // namespace gameday::dns
