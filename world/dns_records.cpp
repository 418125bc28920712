// SPDX-License-Identifier: Apache-2.0
#include "world/dns_records.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>

namespace gameday::dns {
namespace {

constexpr std::size_t k_header = 12;
constexpr std::size_t k_longest_label = 63;
constexpr std::size_t k_longest_name = 255;
constexpr unsigned char k_pointer = 0xc0;
constexpr int k_most_records = 2000;

tl::unexpected<Error> wrong(std::string why) {
  return fail(ErrorKind::bad_input, "read a DNS message", "", std::move(why));
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Reads a message from front to back; after the first thing that is wrong all is empty.
class Wire {
 public:
  explicit Wire(std::string_view bytes) : m_bytes{bytes} {}

  std::uint16_t take16() {
    const std::string_view two = take(2);
    if (two.size() < 2) return 0;
    return static_cast<std::uint16_t>((byte(two, 0) << 8U) | byte(two, 1));
  }
  std::uint32_t take32() {
    const std::uint32_t high = take16();
    return (high << 16U) | take16();
  }
  std::string_view take(std::size_t size) {
    if (m_wrong || size > m_bytes.size() - m_at) return m_wrong = true, std::string_view{};
    m_at += size;
    return m_bytes.substr(m_at - size, size);
  }

  std::string name() {
    bool ok = true;
    std::size_t behind = m_at;
    std::string text = read_name(m_at, behind, ok);
    m_at = behind;
    m_wrong = m_wrong || !ok;
    return text;
  }

  ResourceRecord record(bool question) {
    ResourceRecord read;
    read.at = m_at;
    read.name = name();
    read.type = take16();
    read.record_class = take16();
    if (question) return read;
    read.ttl = take32();
    const std::size_t length = take16();
    const std::size_t begin = m_at;
    const std::string_view data = take(length);
    read.data = data;
    if (read.type != k_type_cname || m_wrong || data.empty()) return read;
    bool ok = true;
    std::size_t behind = begin;
    const auto target = name_bytes(read_name(begin, behind, ok));
    m_wrong = m_wrong || !ok || behind != begin + length || !target;
    if (target) read.data = *target;
    return read;
  }

  [[nodiscard]] bool is_wrong() const { return m_wrong; }
  [[nodiscard]] bool at_end() const { return m_at == m_bytes.size(); }

 private:
  static unsigned byte(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
  }

  /// A pointer leads before the name that it stands in: that way is never longer than the message.
  std::string read_name(std::size_t at, std::size_t& behind, bool& ok) const {
    std::string text;
    std::size_t start = at;
    bool jumped = false;
    while (at < m_bytes.size() && text.size() <= k_longest_name) {
      const unsigned length = byte(m_bytes, at);
      if (length >= k_pointer && at + 1 < m_bytes.size()) {
        const std::size_t target = ((length & 0x3fU) << 8U) | byte(m_bytes, at + 1);
        if (!jumped) behind = at + 2;
        jumped = true;
        if (target >= start) break;
        start = at = target;
        continue;
      }
      if (length == 0) {
        if (!jumped) behind = at + 1;
        return text;
      }
      if (length > k_longest_label || at + 1 + length > m_bytes.size()) break;
      if (!text.empty()) text += '.';
      for (const char c : m_bytes.substr(at + 1, length)) text += lower(c);
      at += 1 + length;
    }
    ok = false;
    return {};
  }

  std::string_view m_bytes;
  std::size_t m_at = 0;
  bool m_wrong = false;
};

void put_record(std::string& bytes, const ResourceRecord& record, bool question) {
  bytes += name_bytes(record.name).value_or(std::string(1, '\0'));
  put16(bytes, record.type);
  put16(bytes, record.record_class);
  if (question) return;
  put32(bytes, record.ttl);
  put16(bytes, static_cast<std::uint16_t>(record.data.size()));
  bytes += record.data;
}

}  // namespace

void put16(std::string& bytes, std::uint16_t number) {
  bytes += static_cast<char>(number >> 8U);
  bytes += static_cast<char>(number & 0xffU);
}

void put32(std::string& bytes, std::uint32_t number) {
  put16(bytes, static_cast<std::uint16_t>(number >> 16U));
  put16(bytes, static_cast<std::uint16_t>(number & 0xffffU));
}

Result<Message> read_message(std::string_view bytes) {
  if (bytes.size() < k_header) return wrong("it is too short");
  Wire wire{bytes};
  Message message;
  message.id = wire.take16();
  message.flags = wire.take16();
  std::array<int, 4> counts{};
  int all = 0;
  for (int& count : counts) all += count = wire.take16();
  if (all > k_most_records) return wrong("it has too many records");
  const std::array sections{&message.questions, &message.answers, &message.authority,
                            &message.additional};
  for (std::size_t i = 0; i < sections.size(); ++i) {
    for (int left = counts[i]; left > 0 && !wire.is_wrong(); --left) {
      sections[i]->push_back(wire.record(i == 0));
    }
  }
  if (wire.is_wrong()) return wrong("a record is wrong, or ends too early");
  if (!wire.at_end()) return wrong("something follows its last record");
  return message;
}

std::string write_message(const Message& message) {
  std::string bytes;
  put16(bytes, message.id);
  put16(bytes, message.flags);
  const std::array sections{&message.questions, &message.answers, &message.authority,
                            &message.additional};
  for (const auto* section : sections) put16(bytes, static_cast<std::uint16_t>(section->size()));
  for (const auto* section : sections) {
    for (const ResourceRecord& record : *section) {
      put_record(bytes, record, section == sections.front());
    }
  }
  return bytes;
}

Result<std::string> name_bytes(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  std::string bytes;
  while (!name.empty()) {
    const std::string_view label = name.substr(0, name.find('.'));
    const bool last_is_empty = name.size() == label.size() + 1;
    if (label.empty() || label.size() > k_longest_label || last_is_empty) {
      return wrong("a label of a name has no byte, or more than 63");
    }
    bytes += static_cast<char>(label.size());
    for (const char c : label) bytes += lower(c);
    name.remove_prefix(std::min(label.size() + 1, name.size()));
  }
  bytes += '\0';
  if (bytes.size() > k_longest_name) return wrong("a name is longer than 255 bytes");
  return bytes;
}

Result<std::string> name_text(std::string_view bytes) {
  Wire wire{bytes};
  std::string text = wire.name();
  if (wire.is_wrong()) return wrong("it holds no name");
  return text;
}

Result<std::uint16_t> record_type(std::string_view text) {
  if (text == "A") return 1;
  if (text == "AAAA") return 28;
  if (text == "CNAME") return k_type_cname;
  return wrong(fmt::format("\"{}\" is no type of record that is known here", text));
}

Result<std::string> record_data(std::uint16_t type, std::string_view text) {
  if (type == k_type_cname) return name_bytes(text);
  std::array<char, sizeof(in6_addr)> bytes{};
  const bool v4 = type == 1;
  if (inet_pton(v4 ? AF_INET : AF_INET6, std::string{text}.c_str(), bytes.data()) == 1) {
    return std::string{bytes.data(), v4 ? sizeof(in_addr) : sizeof(in6_addr)};
  }
  return wrong(fmt::format("\"{}\" is no IPv{} address", text, v4 ? 4 : 6));
}

std::string record_text(std::uint16_t type, std::string_view data) {
  const bool v4 = type == 1 && data.size() == sizeof(in_addr);
  const bool v6 = type == 28 && data.size() == sizeof(in6_addr);
  if (v4 || v6) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(v4 ? AF_INET : AF_INET6, data.data(), text.data(), text.size());
    return text.data();
  }
  if (type == k_type_cname) {
    if (auto name = name_text(data)) return *name;
  }
  std::string hex = "0x";
  for (const char c : data) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return hex;
}

}  // namespace gameday::dns
