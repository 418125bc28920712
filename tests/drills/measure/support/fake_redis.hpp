// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/drills/measure/support/test_server.hpp"

namespace gameday::test {

/// What a scripted Redis does with one command: answers, says nothing, or hangs up.
struct RedisSays {
  std::string reply;  ///< as it goes over the wire; empty = nothing
  bool hangs_up = false;
};

/// A Redis or a sentinel on 127.0.0.1 that answers each command as a script says.
class FakeRedis {
 public:
  using Script = std::function<RedisSays(const std::vector<std::string>& words)>;

  explicit FakeRedis(Script script)
      : m_script(std::move(script)),
        m_server([this](int, std::string& received) { return answer(received); }) {}

  [[nodiscard]] TestServer& server() { return m_server; }
  [[nodiscard]] int port() const { return m_server.port(); }

 private:
  /// The words of one command in front, taken away; empty = it is not whole.
  static std::vector<std::string> take(std::string& received) {
    std::vector<std::string> words;
    std::size_t at = 0;
    const auto line = [&]() -> std::optional<std::string> {
      const std::size_t end = received.find("\r\n", at);
      if (end == std::string::npos) return std::nullopt;
      std::string text = received.substr(at, end - at);
      at = end + 2;
      return text;
    };
    const auto count = line();
    if (!count) return {};
    for (int left = std::stoi(count->substr(1)); left > 0; --left) {
      const auto length = line();
      const auto word = length ? line() : std::nullopt;
      if (!word) return {};
      words.push_back(*word);
    }
    received.erase(0, at);
    return words;
  }

  std::optional<Reply> answer(std::string& received) {
    Reply reply;
    for (auto words = take(received); !words.empty(); words = take(received)) {
      const RedisSays says = m_script(words);
      reply.bytes += says.reply;
      if (!says.hangs_up) continue;
      reply.then = Reply::Then::close;
      break;
    }
    if (reply.bytes.empty() && reply.then == Reply::Then::keep) return std::nullopt;
    return reply;
  }

  Script m_script;
  TestServer m_server;
};

inline std::string resp_list(const std::vector<std::string>& items) {
  std::string reply = "*" + std::to_string(items.size()) + "\r\n";
  for (const std::string& item : items) {
    reply += "$" + std::to_string(item.size()) + "\r\n" + item + "\r\n";
  }
  return reply;
}

}  // namespace gameday::test
