// SPDX-License-Identifier: Apache-2.0
#include "base/change.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/cell.hpp"

namespace gameday {
namespace {

constexpr std::string_view k_blanks = " \t\r\n";

bool stands_in(const Outcome& outcome, std::string_view piece) {
  return outcome.out.find(piece) != std::string::npos ||
         outcome.err.find(piece) != std::string::npos;
}

/// The lines of a text that are not empty.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.find_first_not_of(k_blanks) != line.npos) lines.push_back(line);
  }
  return lines;
}

std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(k_blanks), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(k_blanks));
  text.remove_prefix(word.size());
  return word;
}

std::string word_behind(std::string_view output, std::string_view prefix) {
  for (const std::string_view line : lines_of(output)) {
    const std::size_t at = line.find(prefix);
    if (at == line.npos) continue;
    std::string_view rest = line.substr(at + prefix.size());
    return std::string{take_word(rest)};
  }
  return {};
}

/// A field that is the whole output: "text", or "json" parsed. Nothing where it cannot be had.
std::optional<Json> whole_output(std::string_view field, std::string_view output) {
  if (field == "json") {
    Json parsed = Json::parse(output, nullptr, false);
    if (parsed.is_discarded()) return std::nullopt;
    return parsed;
  }
  if (output.ends_with('\n')) output.remove_suffix(1);
  return Json(std::string{output});
}

Json rows_of(const Outcome& outcome) {
  Json rows = Json::array();
  for (const auto& row : outcome.rows) {
    Json cells = Json::array();
    for (const auto& cell : row) cells.push_back(cell ? Json(*cell) : Json{});
    rows.push_back(std::move(cells));
  }
  return rows;
}

/// Resolves actions and arguments in place; keeps the first error.
class Filler {
 public:
  Filler(const Json& captured, WallTime applied) : m_captured{captured}, m_applied{applied} {}

  void fill(Action& action) {
    auto resolved = resolve(action, m_captured, m_applied);
    if (resolved) {
      action = std::move(*resolved);
    } else if (!m_error) {
      m_error = resolved.error();
    }
  }

  void fill(Match& match) {
    fill(match.contains);
    for (CellMatch& cell : match.cells) {
      std::vector<Arg> one{std::move(cell.is)};
      fill(one);
      cell.is = std::move(one.front());
    }
  }

  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

 private:
  /// The pieces of a match are arguments, so they are resolved as those of a command are.
  void fill(std::vector<Arg>& pieces) {
    Action carrier{{}, {}, Exec{std::move(pieces)}};
    fill(carrier);
    pieces = std::move(std::get<Exec>(carrier.what).argv);
  }

  const Json& m_captured;
  WallTime m_applied;
  std::optional<Error> m_error;
};

}  // namespace

Seen read_seen(const Verify& verify, const Result<Outcome>& looked) {
  if (!looked) return Seen::unclear;
  if (matches(verify.in_force, *looked)) return Seen::in_force;
  if (matches(verify.gone, *looked)) return Seen::gone;
  if (verify.inert && matches(*verify.inert, *looked)) return Seen::inert;
  // A look that went wrong has seen nothing: it must not pass for somebody else's work.
  return looked->ok ? Seen::foreign : Seen::unclear;
}

bool matches(const Match& match, const Outcome& outcome) {
  if (match.status && *match.status != outcome.status) return false;
  for (const Arg& piece : match.contains) {
    const auto* text = std::get_if<std::string>(&piece);
    if (text == nullptr || !stands_in(outcome, *text)) return false;
  }
  for (const std::string& piece : match.without) {
    if (stands_in(outcome, piece)) return false;
  }
  for (const CellMatch& cell : match.cells) {
    const auto* text = std::get_if<std::string>(&cell.is);
    if (text == nullptr || find_cell(outcome.out, cell.where) != *text) return false;
  }
  if (!match.first_cell) return true;
  return !outcome.rows.empty() && !outcome.rows.front().empty() &&
         outcome.rows.front().front() == match.first_cell;
}

Result<Json> capture_value(const Change& change, const Outcome& outcome) {
  const std::string what = fmt::format("capture what {} changes", change.id);
  const std::string where = change.capture ? change.capture->host.name : "";
  if (!outcome.ok) {
    return fail(ErrorKind::failed, what, where,
                outcome.err.empty() ? fmt::format("status {}", outcome.status) : outcome.err);
  }
  Json value = Json::object();
  for (const std::string& field : change.capture_fields) {
    if (field == "text" || field == "json") {
      auto whole = whole_output(field, outcome.out);
      if (!whole) return fail(ErrorKind::failed, what, where, "what it printed is no JSON");
      value[field] = std::move(*whole);
      continue;
    }
    const std::size_t mark = std::min(field.find_first_of("=@"), field.size());
    const std::string_view rule = std::string_view{field}.substr(std::min(mark + 1, field.size()));
    std::string found = field[mark] == '@' ? find_cell(outcome.out, rule).value_or("")
                                           : word_behind(outcome.out, rule);
    if (mark == field.size() || found.empty()) {
      return fail(ErrorKind::failed, what, where,
                  fmt::format("no \"{}\" in \"{}\"", field, outcome.out.substr(0, 200)));
    }
    value[field.substr(0, mark)] = std::move(found);
  }
  if (change.capture && std::holds_alternative<Sql>(change.capture->what)) {
    value["rows"] = rows_of(outcome);
  }
  return value;
}

std::string_view to_string(ChangeState state) {
  switch (state) {
    case ChangeState::planned: return "planned";
    case ChangeState::intended: return "intended";
    case ChangeState::applied: return "applied";
    case ChangeState::verified: return "verified";
    case ChangeState::reverting: return "reverting";
    case ChangeState::reverted: return "reverted";
    case ChangeState::stuck: return "stuck";
  }
  return "stuck";
}

std::optional<ChangeState> parse_change_state(std::string_view text) {
  using enum ChangeState;
  for (const ChangeState state :
       {planned, intended, applied, verified, reverting, reverted, stuck}) {
    if (to_string(state) == text) return state;
  }
  return std::nullopt;
}

std::string_view to_string(Fate fate) { return fate == Fate::hold ? "hold" : "revert"; }

std::string_view to_string(DeadMan dead_man) {
  switch (dead_man) {
    case DeadMan::nobody: return "nobody";
    case DeadMan::kernel: return "kernel";
    case DeadMan::server: return "server";
    case DeadMan::timer: return "timer";
    case DeadMan::cloud: return "cloud";
  }
  return "nobody";
}

std::string_view describe(DeadMan dead_man) {
  switch (dead_man) {
    case DeadMan::nobody: return "nobody: it stays until `gameday recover`";
    case DeadMan::kernel: return "the kernel of the target, by an expiry of its own";
    case DeadMan::server: return "the server itself, by a time limit of its own";
    case DeadMan::timer: return "a timer that is planted on the target first";
    case DeadMan::cloud: return "the cloud provider, by a time limit of its own";
  }
  return "nobody";
}

std::string_view to_string(Seen seen) {
  switch (seen) {
    case Seen::in_force: return "in_force";
    case Seen::gone: return "gone";
    case Seen::inert: return "inert";
    case Seen::foreign: return "foreign";
    case Seen::unclear: return "unclear";
  }
  return "unclear";
}

Result<Change> resolve(const Change& change, const Json& captured, WallTime applied) {
  Change resolved = change;
  Filler filler{captured, applied};
  filler.fill(resolved.apply);
  filler.fill(resolved.verify.look);
  filler.fill(resolved.verify.in_force);
  filler.fill(resolved.verify.gone);
  if (resolved.verify.inert) filler.fill(*resolved.verify.inert);
  if (resolved.revert) filler.fill(*resolved.revert);
  for (Action& action : resolved.plant) filler.fill(action);
  for (Action& action : resolved.unplant) filler.fill(action);
  if (resolved.trial) {
    for (Action& action : resolved.trial->begin) filler.fill(action);
    for (Action& action : resolved.trial->last) filler.fill(action);
  }
  if (filler.error()) return tl::unexpected{*filler.error()};
  return resolved;
}

}  // namespace gameday
