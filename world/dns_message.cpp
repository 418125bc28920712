// SPDX-License-Identifier: Apache-2.0
#include "world/dns_message.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace gameday::dns {
namespace {

constexpr std::size_t k_header = 12;
constexpr std::size_t k_longest_label = 63;
constexpr std::uint16_t k_class_in = 1;
constexpr unsigned char k_pointer = 0xc0;

tl::unexpected<Error> wrong(std::string why) {
  return fail(ErrorKind::bad_input, "read a DNS message", "", std::move(why));
}

std::uint16_t number_at(std::string_view message, std::size_t at) {
  return static_cast<std::uint16_t>((static_cast<unsigned char>(message[at]) << 8) |
                                    static_cast<unsigned char>(message[at + 1]));
}

std::string two_bytes(std::uint16_t number) {
  return {static_cast<char>(number >> 8), static_cast<char>(number & 0xff)};
}

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

/// The name that begins there, without compression (a question has none). Moves `at` behind it.
Result<std::string> read_name(std::string_view message, std::size_t& at) {
  std::string name;
  while (true) {
    if (at >= message.size()) return wrong("a name ends too early");
    const std::size_t length = static_cast<unsigned char>(message[at++]);
    if (length == 0) return name;
    if (length > k_longest_label || at + length > message.size()) return wrong("a label is wrong");
    if (!name.empty()) name += '.';
    for (const char c : message.substr(at, length)) name += lower(c);
    at += length;
  }
}

/// Behind the name of a record, which may be a pointer.
Result<std::size_t> skip_name(std::string_view message, std::size_t at) {
  while (at < message.size()) {
    const auto length = static_cast<unsigned char>(message[at]);
    if (length >= k_pointer) return at + 2;
    if (length == 0) return at + 1;
    at += 1U + length;
  }
  return wrong("a record's name ends too early");
}

/// Header of an answer to the query: its id, its wish for recursion, one question.
std::string header(std::string_view query, int rcode, std::uint16_t answers) {
  const bool wants_recursion = (static_cast<unsigned char>(query[2]) & 1U) != 0;
  std::string text{query.substr(0, 2)};
  text += static_cast<char>(0x80 | (wants_recursion ? 1 : 0));  // an answer
  text += static_cast<char>(0x80 | rcode);                      // recursion is available
  return text + two_bytes(1) + two_bytes(answers) + two_bytes(0) + two_bytes(0);
}

/// The bytes of an address, as a record of this type holds them; empty = it is of the other type.
Result<std::string> address_bytes(std::uint16_t type, const std::string& address) {
  std::array<char, sizeof(in6_addr)> bytes{};
  const bool v4 = inet_pton(AF_INET, address.c_str(), bytes.data()) == 1;
  if (!v4 && inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) {
    return wrong(address + " is no address");
  }
  if (type != (v4 ? k_type_a : k_type_aaaa)) return std::string{};
  return std::string{bytes.data(), v4 ? sizeof(in_addr) : sizeof(in6_addr)};
}

std::string address_text(std::string_view bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = bytes.size() == sizeof(in_addr) ? AF_INET : AF_INET6;
  inet_ntop(family, bytes.data(), text.data(), text.size());
  return text.data();
}

}  // namespace

Result<Question> read_question(std::string_view message) {
  if (message.size() < k_header) return wrong("it is too short");
  if ((static_cast<unsigned char>(message[2]) & 0x80U) != 0) return wrong("it is an answer");
  if (number_at(message, 4) != 1) return wrong("it has not one question");
  std::size_t at = k_header;
  auto name = read_name(message, at);
  if (!name) return tl::unexpected(name.error());
  if (at + 4 > message.size()) return wrong("the question ends too early");
  return Question{std::move(*name), number_at(message, at), at + 4};
}

bool lies_in(std::string_view name, std::string_view zone) {
  if (zone.ends_with('.')) zone.remove_suffix(1);
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.size() < zone.size()) return false;
  const std::string_view end = name.substr(name.size() - zone.size());
  const bool same =
      std::ranges::equal(end, zone, [](char a, char b) { return lower(a) == lower(b); });
  return same &&
         (name.size() == zone.size() || zone.empty() || name[name.size() - zone.size() - 1] == '.');
}

std::string servfail(std::string_view query, const Question& question) {
  return header(query, k_rcode_servfail, 0) +
         std::string{query.substr(k_header, question.end - k_header)};
}

Result<std::string> wrong_answer(std::string_view query, const Question& question,
                                 const std::string& address) {
  const auto bytes = address_bytes(question.type, address);
  if (!bytes) return tl::unexpected(bytes.error());
  std::string text = header(query, 0, bytes->empty() ? 0 : 1);
  text += query.substr(k_header, question.end - k_header);
  if (bytes->empty()) return text;
  text += two_bytes(0xc00c);  // the name of the question
  text += two_bytes(question.type) + two_bytes(k_class_in) + std::string(4, '\0');
  return text + two_bytes(static_cast<std::uint16_t>(bytes->size())) + *bytes;
}

std::string make_query(std::uint16_t id, std::string_view name, std::uint16_t type) {
  std::string text = two_bytes(id) + std::string{'\1', '\0'} + two_bytes(1) + std::string(6, '\0');
  while (!name.empty()) {
    const std::string_view label = name.substr(0, std::min(name.find('.'), k_longest_label));
    text += static_cast<char>(label.size());
    text += label;
    name.remove_prefix(std::min(label.size() + 1, name.size()));
  }
  return text + '\0' + two_bytes(type) + two_bytes(k_class_in);
}

Result<Told> read_answer(std::string_view message, std::uint16_t id) {
  if (message.size() < k_header || number_at(message, 0) != id) return wrong("it answers another");
  Told told;
  told.rcode = static_cast<unsigned char>(message[3]) & 0x0f;
  std::size_t at = k_header;
  for (int i = number_at(message, 4); i > 0; --i) {
    const auto behind = skip_name(message, at);
    if (!behind) return tl::unexpected(behind.error());
    at = *behind + 4;
  }
  for (int i = number_at(message, 6); i > 0; --i) {
    const auto behind = skip_name(message, at);
    if (!behind) return tl::unexpected(behind.error());
    if (*behind + 10 > message.size()) return wrong("a record ends too early");
    const std::uint16_t type = number_at(message, *behind);
    const std::size_t length = number_at(message, *behind + 8);
    at = *behind + 10 + length;
    if (at > message.size()) return wrong("a record ends too early");
    const bool v4 = type == k_type_a && length == sizeof(in_addr);
    const bool v6 = type == k_type_aaaa && length == sizeof(in6_addr);
    if (v4 || v6) told.addresses.push_back(address_text(message.substr(*behind + 10, length)));
  }
  return told;
}

}  // namespace gameday::dns
