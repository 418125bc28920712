// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/run/kind_world.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

namespace gameday {
namespace {

/// Whether an action that was performed is the planned one with something put in.
bool fits(const Json& pattern, const Json& actual) {
  if (pattern.is_object() && pattern.size() == 1 &&
      (pattern.contains("captured") || pattern.contains("expires_ns"))) {
    return actual.is_string();
  }
  if (pattern.type() != actual.type()) return pattern == actual;
  if (!pattern.is_structured()) return pattern == actual;
  if (pattern.size() != actual.size()) return false;
  if (pattern.is_array()) {
    return std::ranges::equal(pattern, actual, fits);
  }
  return std::ranges::all_of(pattern.items(), [&](const auto& member) {
    return actual.contains(member.key()) && fits(member.value(), actual.at(member.key()));
  });
}

/// Every pointer that the change wants to see captured.
void find_pointers(const Json& json, std::set<std::string>& pointers) {
  if (json.is_object() && json.size() == 1 && json.contains("captured") &&
      json["captured"].is_string()) {
    pointers.insert(json["captured"].get<std::string>());
    return;
  }
  if (!json.is_structured()) return;
  for (const Json& member : json) find_pointers(member, pointers);
}

/// Lines in which each cell is found: {column, key column, key, value}.
struct Cells {
  std::map<std::string, std::map<int, std::string>> lines;  ///< by "4=active"; "" = the last line

  void add(const std::string& where, const std::string& value) {
    const std::size_t bracket = std::min(where.find('['), where.size());
    const int column = std::stoi(where.substr(0, bracket));
    if (bracket == where.size()) {
      lines[""][column] = value;
      return;
    }
    const std::string picker = where.substr(bracket + 1, where.size() - bracket - 2);
    lines[picker][column] = value;
    lines[picker][std::stoi(picker)] = picker.substr(picker.find('=') + 1);
  }

  [[nodiscard]] std::string text() const {
    std::string last;
    std::string all;
    for (const auto& [picker, words] : lines) {
      std::string line;
      for (int column = 1; column <= words.rbegin()->first; ++column) {
        line += (words.contains(column) ? words.at(column) : "-") + " ";
      }
      (picker.empty() ? last : all) += line + "\n";
    }
    return all + last;
  }
};

std::string literal(const Arg& arg) {
  const auto* text = std::get_if<std::string>(&arg);
  return text != nullptr ? *text : "";
}

/// An outcome that the match describes.
Outcome outcome_of(const Match& match) {
  Outcome outcome;
  outcome.status = match.status.value_or(0);
  outcome.ok = outcome.status == 0;
  for (const Arg& piece : match.contains) outcome.out += literal(piece) + "\n";
  Cells cells;
  for (const CellMatch& cell : match.cells) cells.add(cell.where, literal(cell.is));
  outcome.out += cells.text();
  if (match.first_cell) outcome.rows = {{*match.first_cell}};
  return outcome;
}

std::vector<std::vector<std::optional<std::string>>> rows_of(const Json& document) {
  std::vector<std::vector<std::optional<std::string>>> rows;
  for (const Json& row : document.value("rows", Json::array())) {
    rows.emplace_back();
    for (const Json& cell : row) rows.back().emplace_back(cell.get<std::string>());
  }
  return rows;
}

/// What the capture sees, so that every field and pointer that the change asks for is there.
Outcome capture_outcome(const Change& change) {
  std::set<std::string> pointers;
  find_pointers(to_json(change), pointers);
  Json document = Json::object();
  for (const std::string& pointer : pointers) {
    if (!pointer.empty()) document[Json::json_pointer{pointer}] = "before";
  }
  Outcome outcome{true, 0, {}, {}, rows_of(document)};
  Cells cells;
  for (const std::string& field : change.capture_fields) {
    const std::size_t mark = field.find_first_of("=@");
    if (field == "text") {
      outcome.out = "before\n";
    } else if (field == "json") {
      const Json inner = document.value("json", Json{{"sample", "before"}});
      outcome.out = inner.is_structured() ? inner.dump() : Json{{"sample", "before"}}.dump();
    } else if (field[mark] == '@') {
      cells.add(field.substr(mark + 1), "before");
    } else {
      outcome.out += field.substr(mark + 1) + " before\n";
    }
  }
  outcome.out += cells.text();
  return outcome;
}

/// What the same command shows to one who captures and to one who looks.
Outcome joined(const Outcome& captured, const Outcome& seen) {
  Outcome both = seen;
  if (captured.out != seen.out) both.out = captured.out + seen.out;
  if (!captured.rows.empty()) both.rows = captured.rows;
  return both;
}

/// Making a folder is no trace: others may use it, and it may stay. Nor is a question, or a dry
/// run.
bool leaves_trace(const Action& action) {
  const auto* exec = std::get_if<Exec>(&action.what);
  if (exec == nullptr) return true;
  return literal(exec->argv.front()) != "mkdir" &&
         std::ranges::none_of(exec->argv, [](const Arg& arg) {
           return literal(arg) == "can-i" || literal(arg) == "--dry-run=server";
         });
}

}  // namespace

KindWorld::Known KindWorld::make_known(const Change& change) {
  Known known{.pattern = change, .resolved = change, .captured = capture_outcome(change)};
  Json captured = Json::object();
  if (change.capture) captured = capture_value(change, known.captured).value();
  known.resolved = resolve(change, captured, WallTime{}).value();
  return known;
}

KindWorld::KindWorld(const std::vector<Change>& changes) {
  for (const Change& change : changes) m_known.push_back(make_known(change));
}

bool KindWorld::plant(Known& known, const Json& action) {
  for (std::size_t at = 0; at < known.pattern.plant.size(); ++at) {
    if (!fits(to_json(known.pattern.plant[at]), action)) continue;
    if (leaves_trace(known.pattern.plant[at])) known.planted.insert(at);
    known.taken.clear();
    return true;
  }
  for (std::size_t at = 0; at < known.pattern.unplant.size(); ++at) {
    if (!fits(to_json(known.pattern.unplant[at]), action)) continue;
    known.taken.insert(at);
    if (known.taken.size() == known.pattern.unplant.size()) known.planted.clear();
    return true;
  }
  return false;
}

Result<Outcome> KindWorld::carry_out(const Action& action) {
  const Json asked = to_json(action);
  for (Known& known : m_known) {
    const Change& change = known.pattern;
    const Verify& verify = known.resolved.verify;
    const bool looks = fits(to_json(change.verify.look), asked);
    const bool captures = change.capture && fits(to_json(*change.capture), asked);
    if (looks && captures && !known.in_force)
      return joined(known.captured, outcome_of(verify.gone));
    if (looks) return outcome_of(known.in_force ? verify.in_force : verify.gone);
    if (captures) return known.captured;
    if (fits(to_json(change.apply), asked)) {
      known.in_force = true;
      return Outcome{true, 0, {}, {}, {}};
    }
    if (change.revert && fits(to_json(*change.revert), asked)) {
      known.in_force = false;
      return Outcome{true, 0, {}, {}, {}};
    }
    if (plant(known, asked)) return Outcome{true, 0, {}, {}, {}};
  }
  m_strangers.push_back(describe(action));
  return Outcome{false, 1, {}, "nobody planned that", {}};
}

Result<Outcome> KindWorld::perform(const Action& action) {
  if (fuse != nullptr) fuse->burn();
  Result<Outcome> outcome = carry_out(action);
  if (fuse != nullptr) fuse->burn();
  return outcome;
}

bool KindWorld::is_as_before() const {
  return std::ranges::none_of(m_known, [](const Known& known) {
    return (known.in_force && known.pattern.revert) || !known.planted.empty();
  });
}

bool KindWorld::is_in_force(const std::string& change) const {
  return std::ranges::any_of(
      m_known, [&](const Known& known) { return known.pattern.id == change && known.in_force; });
}

}  // namespace gameday
