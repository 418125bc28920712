// SPDX-License-Identifier: Apache-2.0
#include "base/action.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/overloaded.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_shown_text = 240;

std::string show(const SecretRef& secret) {
  const bool from_file = secret.from == SecretRef::From::file;
  return fmt::format("<secret {} {}>", from_file ? "file" : "env", secret.name);
}

std::string show(const Arg& arg) {
  return std::visit(
      Overloaded{[](const std::string& text) { return text; },
                 [](const SecretRef& secret) { return show(secret); },
                 [](const Captured& field) { return fmt::format("<captured {}>", field.pointer); },
                 [](const Expiry& expiry) {
                   return fmt::format("<{} after it is applied>", format_duration(expiry.after));
                 }},
      arg);
}

/// Keeps a text on one line and short; never cuts inside a UTF-8 character.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool starts_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (line.size() >= k_shown_text && starts_character) {
      return fmt::format("{}... ({} bytes)", line, text.size());
    }
    if (c == '\n') {
      line += "\\n";
    } else {
      line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return line;
}

std::string show(const Text& text) {
  std::string joined;
  for (const Arg& piece : text) joined += show(piece);
  return one_line(joined);
}

/// An argument as it would be typed: quoted where it would fall apart otherwise.
std::string show_argument(const Arg& arg) {
  const auto* literal = std::get_if<std::string>(&arg);
  const bool falls_apart =
      literal != nullptr &&
      (literal->empty() || literal->find_first_of(" \t\n\"'\\$;|&<>*()") != std::string::npos);
  const std::string text = one_line(show(arg));
  return falls_apart ? '\'' + text + '\'' : text;
}

std::string show(const Exec& exec) {
  std::string line;
  for (const Arg& arg : exec.argv) line += (line.empty() ? "" : " ") + show_argument(arg);
  if (!exec.stdin_text.empty()) line += " < \"" + show(exec.stdin_text) + '"';
  if (exec.anew) line += " (over a new connection)";
  return line;
}

std::string show(const Http& http) {
  std::string line = fmt::format("{} {}", http.method, http.url);
  for (const auto& [name, value] : http.headers) line += fmt::format(" {}: {}", name, show(value));
  if (!http.body.empty()) line += " \"" + show(http.body) + '"';
  return one_line(line);
}

std::string show(const Sql& sql) {
  std::string line = one_line(sql.statement);
  for (std::size_t i = 0; i < sql.params.size(); ++i) {
    line += fmt::format("{}${} = {}", i == 0 ? " with " : ", ", i + 1, show(Text{sql.params[i]}));
  }
  const std::string node =
      sql.node.empty() ? "its writable node" : fmt::format("node {}", sql.node);
  return fmt::format("sql in {} ({}): {}", sql.database, node, line);
}

std::string show(const Netfilter& netfilter) {
  std::string line = "nft";
  for (const std::string& commands : netfilter.transactions) line += ' ' + one_line(commands);
  return one_line(line);
}

std::string show(const FileWrite& file) {
  if (!file.content) return fmt::format("remove the file {}", file.path);
  return fmt::format("write the file {} (mode {}): \"{}\"", file.path, file.mode,
                     show(*file.content));
}

std::string show(const Signal& signal) {
  return fmt::format("signal {} to process {} (started at {})", signal.number, signal.pid,
                     signal.start_time);
}

std::string show(const Exchange& exchange) {
  std::string line = fmt::format("ask {}", exchange.socket_path);
  for (const Text& sent : exchange.lines) line += fmt::format(" \"{}\"", show(sent));
  return line;
}

/// Puts in what has become known; collects why it could not.
class Resolver {
 public:
  Resolver(const Json& captured, WallTime applied) : m_captured{captured}, m_applied{applied} {}

  void operator()(Arg& arg) {
    if (const auto* field = std::get_if<Captured>(&arg)) {
      arg = look_up(field->pointer);
    } else if (const auto* expiry = std::get_if<Expiry>(&arg)) {
      const auto at = std::chrono::ceil<std::chrono::seconds>(m_applied + expiry->after);
      std::string text = format_utc(at);
      text.pop_back();  // the Z: iptables' datestop takes none
      arg = std::move(text);
    }
  }
  void operator()(Text& text) {
    for (Arg& arg : text) (*this)(arg);
  }
  void operator()(Exec& exec) {
    (*this)(exec.argv);
    (*this)(exec.stdin_text);
  }
  void operator()(Http& http) {
    for (auto& [name, value] : http.headers) (*this)(value);
    (*this)(http.body);
  }
  void operator()(Sql& sql) { (*this)(sql.params); }
  void operator()(FileWrite& file) {
    if (file.content) (*this)(*file.content);
  }
  void operator()(Exchange& exchange) {
    for (Text& line : exchange.lines) (*this)(line);
  }
  void operator()(Netfilter&) {}
  void operator()(Signal&) {}

  [[nodiscard]] const std::string& missing() const { return m_missing; }

 private:
  /// A text as it is, everything else as JSON writes it; a null is no value.
  std::string look_up(const std::string& pointer) {
    try {
      const Json& value = m_captured.at(Json::json_pointer{pointer});
      if (value.is_string()) return value.get<std::string>();
      if (!value.is_null()) return value.dump(-1, ' ', false, Json::error_handler_t::replace);
    } catch (const Json::exception&) {
      // Not a pointer, or to nothing: a value that is missing, like that of a null.
      return give_up(pointer);
    }
    return give_up(pointer);
  }

  std::string give_up(const std::string& pointer) {
    if (m_missing.empty()) m_missing = pointer.empty() ? "(all of it)" : pointer;
    return {};
  }

  const Json& m_captured;
  WallTime m_applied;
  std::string m_missing;
};

}  // namespace

std::string describe(const Action& action) {
  const std::string host = action.host.name.empty() ? "this machine" : action.host.name;
  return fmt::format("on {}: {}", host,
                     std::visit([](const auto& it) { return show(it); }, action.what));
}

Result<Action> resolve(const Action& action, const Json& captured, WallTime applied) {
  Action resolved = action;
  Resolver resolver{captured, applied};
  std::visit(resolver, resolved.what);
  if (resolver.missing().empty()) return resolved;
  return fail(ErrorKind::failed, "fill in what was captured", action.host.name,
              fmt::format("there is no value at {}", resolver.missing()));
}

}  // namespace gameday
