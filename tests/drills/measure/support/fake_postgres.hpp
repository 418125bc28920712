// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/drills/measure/support/test_server.hpp"

namespace gameday::test {

/// What a fake server does with a statement.
struct PgScript {
  enum class What {
    answer,         ///< one row of these cells, committed
    error,          ///< ERROR: nothing was done
    fatal,          ///< FATAL, then the connection ends
    fail_commit,    ///< the row, and then an ERROR instead of the commit
    die_in_commit,  ///< the row, and then the connection breaks
    hang,
    reset,
  } what = What::answer;
  std::vector<std::string> cells;
  std::chrono::milliseconds after{0};
};

/// The server's half of PostgreSQL's protocol 3.0, as far as libpq's extended queries need it.
class FakePostgres {
 public:
  using Decide = std::function<PgScript(const std::string& statement, const std::string& param)>;
  explicit FakePostgres(Decide decide, bool greets = true)
      : m_decide(std::move(decide)),
        m_greets(greets),
        m_server([this](int fd, std::string& bytes) { return take(fd, bytes); }) {}

  [[nodiscard]] TestServer& server() { return m_server; }
  [[nodiscard]] std::string endpoint() const { return m_server.endpoint(); }
  [[nodiscard]] int goodbyes() const { return m_goodbyes; }

 private:
  static std::string number(std::size_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 0xff);
    return text;
  }
  static std::size_t read_number(const std::string& bytes, std::size_t at) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
      value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
  }
  static std::string message(char type, const std::string& body) {
    return type + number(body.size() + 4, 4) + body;
  }
  static std::string text(const std::string& value) { return value + '\0'; }
  static std::string error(const std::string& severity, const std::string& what) {
    return message('E', "S" + text(severity) + "V" + text(severity) + "C" + text("XX000") + "M" +
                            text(what) + '\0');
  }
  static std::string ready() { return message('Z', "I"); }

  std::optional<Reply> take(int fd, std::string& bytes) {
    if (!m_started.contains(fd)) return start(fd, bytes);
    std::optional<Reply> reply;
    while (bytes.size() >= 5 && bytes.size() >= 1 + read_number(bytes, 1)) {
      const char type = bytes[0];
      const std::string body = bytes.substr(5, read_number(bytes, 1) - 4);
      bytes.erase(0, 1 + body.size() + 4);
      if (type == 'P') m_statement[fd] = body.substr(1, body.find('\0', 1) - 1);
      if (type == 'B') m_param[fd] = first_param(body);
      if (type == 'S') reply = play(m_decide(m_statement[fd], m_param[fd]));
      if (type == 'X') {
        ++m_goodbyes;
        forget(fd);
        return Reply{"", {}, Reply::Then::close};
      }
    }
    if (reply && reply->then != Reply::Then::keep) forget(fd);
    return reply;
  }

  void forget(int fd) {
    m_started.erase(fd);
    m_statement.erase(fd);
    m_param.erase(fd);
  }

  std::optional<Reply> start(int fd, std::string& bytes) {
    if (bytes.size() < 8 || bytes.size() < read_number(bytes, 0)) return std::nullopt;
    const std::size_t length = read_number(bytes, 0);
    const bool asks_for_tls = read_number(bytes, 4) == 80877103;
    bytes.erase(0, length);
    if (!m_greets) return std::nullopt;
    if (asks_for_tls) return Reply{"N"};
    m_started.insert(fd);
    return Reply{message('R', number(0, 4)) + message('K', number(1, 4) + number(2, 4)) + ready()};
  }

  /// Two texts to skip, the formats, the number of parameters, and then the first.
  static std::string first_param(const std::string& body) {
    std::size_t at = body.find('\0', body.find('\0') + 1) + 1;
    const std::size_t formats = static_cast<unsigned char>(body[at + 1]);
    at += 2 + 2 * formats;
    if (body[at + 1] == 0) return {};
    return body.substr(at + 6, read_number(body, at + 2));
  }

  static Reply play(const PgScript& script) {
    using What = PgScript::What;
    const std::string parsed = message('1', "") + message('2', "");
    std::string description = number(script.cells.size(), 2);
    std::string row = description;
    for (const std::string& cell : script.cells) {
      description += text("cell") + number(0, 4) + number(0, 2) + number(25, 4) +
                     number(0xffff, 2) + number(0xffffffff, 4) + number(0, 2);
      row += number(cell.size(), 4) + cell;
    }
    const std::string rows =
        parsed + message('T', description) + message('D', row) + message('C', text("SELECT 1"));
    switch (script.what) {
      case What::answer: return {rows + ready(), script.after};
      case What::error: return {parsed + error("ERROR", "it is not so") + ready(), script.after};
      case What::fatal:
        return {parsed + error("FATAL", "going down"), script.after, Reply::Then::close};
      case What::fail_commit: return {rows + error("ERROR", "no commit") + ready(), script.after};
      case What::die_in_commit: return {rows, script.after, Reply::Then::close};
      case What::reset: return {"", script.after, Reply::Then::reset};
      case What::hang: break;
    }
    return {"", std::chrono::hours{1}};
  }

  Decide m_decide;
  bool m_greets;
  std::atomic<int> m_goodbyes{0};
  std::set<int> m_started;
  std::map<int, std::string> m_statement;
  std::map<int, std::string> m_param;
  TestServer m_server;  ///< last: its thread uses the rest
};

/// Always the same.
inline FakePostgres::Decide always(PgScript script) {
  return [script = std::move(script)](const std::string&, const std::string&) { return script; };
}

}  // namespace gameday::test
