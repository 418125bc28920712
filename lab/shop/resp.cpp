// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/resp.hpp"

#include <charconv>

#include <fmt/format.h>

namespace gameday::shop {
namespace {

constexpr std::string_view k_end = "\r\n";

enum class Progress { whole, more, wrong };

/// Reads from the front of a text as far as it goes.
class Reader {
 public:
  explicit Reader(std::string_view text) : m_text{text} {}

  [[nodiscard]] std::size_t used() const { return m_at; }

  Progress read(Reply& reply, int depth = 0) {
    const std::size_t end = m_text.find(k_end, m_at);
    if (end == std::string_view::npos) return Progress::more;
    const std::string_view line = m_text.substr(m_at, end - m_at);
    m_at = end + k_end.size();
    if (line.empty() || depth > k_reply_depth) return Progress::wrong;
    return read_kind(line.front(), line.substr(1), reply, depth);
  }

 private:
  Progress read_kind(char kind, std::string_view rest, Reply& reply, int depth) {
    if (kind == '+' || kind == '-') {
      reply.kind = kind == '+' ? Reply::Kind::text : Reply::Kind::error;
      reply.text = rest;
      return Progress::whole;
    }
    std::int64_t number = 0;
    const char* end = rest.data() + rest.size();
    const auto read = std::from_chars(rest.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) return Progress::wrong;
    if (kind == ':') {
      reply.kind = Reply::Kind::number;
      reply.number = number;
      return Progress::whole;
    }
    if (kind != '$' && kind != '*') return Progress::wrong;
    if (number == -1) return Progress::whole;  // nothing
    if (number < 0 || number > static_cast<std::int64_t>(k_reply_limit)) return Progress::wrong;
    const auto size = static_cast<std::size_t>(number);
    return kind == '$' ? read_text(size, reply) : read_items(size, reply, depth);
  }

  Progress read_text(std::size_t size, Reply& reply) {
    if (m_text.size() - m_at < size + k_end.size()) return Progress::more;
    reply.kind = Reply::Kind::text;
    reply.text = m_text.substr(m_at, size);
    m_at += size + k_end.size();
    return m_text.substr(m_at - k_end.size(), k_end.size()) == k_end ? Progress::whole
                                                                     : Progress::wrong;
  }

  // The count is the peer's word: nothing is reserved for it.
  Progress read_items(std::size_t count, Reply& reply, int depth) {
    reply.kind = Reply::Kind::list;
    for (std::size_t index = 0; index < count; ++index) {
      const Progress progress = read(reply.items.emplace_back(), depth + 1);
      if (progress != Progress::whole) return progress;
    }
    return Progress::whole;
  }

  std::string_view m_text;
  std::size_t m_at = 0;
};

}  // namespace

std::string to_command(const std::vector<std::string>& words) {
  std::string text = fmt::format("*{}\r\n", words.size());
  for (const std::string& word : words) text += fmt::format("${}\r\n{}\r\n", word.size(), word);
  return text;
}

Result<std::optional<Reply>> take_reply(std::string& received) {
  Reader reader{received};
  Reply reply;
  const Progress progress = reader.read(reply);
  const bool endless = progress == Progress::more && received.size() > k_reply_limit;
  if (progress == Progress::wrong || endless) {
    return fail(ErrorKind::bad_input, "read a reply", "the queue",
                endless ? "it does not end" : "it is none of Redis");
  }
  if (progress == Progress::more) return std::optional<Reply>{};
  received.erase(0, reader.used());
  return std::optional{std::move(reply)};
}

}  // namespace gameday::shop
