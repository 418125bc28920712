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

/// The argv of a command of that program; nothing where it is another.
std::vector<std::string> words_of(const Action& action, std::string_view program) {
  const auto* exec = std::get_if<Exec>(&action.what);
  if (exec == nullptr || literal(exec->argv.front()) != program) return {};
  std::vector<std::string> words;
  for (const Arg& arg : exec->argv) words.push_back(literal(arg));
  return words;
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

/// `dd of=FILE` makes a note of what it is given, and `rm -f FILE` takes it away.
void KindWorld::keep_note(const Action& planted) {
  if (const auto words = words_of(planted, "dd"); !words.empty()) {
    std::string text;
    for (const Arg& piece : std::get<Exec>(planted.what).stdin_text) text += literal(piece);
    m_notes[words.back().substr(words.back().find('=') + 1)] = text;
  }
  if (const auto words = words_of(planted, "rm"); !words.empty()) m_notes.erase(words.back());
}

bool KindWorld::plant(Known& known, const Action& action) {
  const Json asked = to_json(action);
  for (std::size_t at = 0; at < known.pattern.plant.size(); ++at) {
    if (!fits(to_json(known.pattern.plant[at]), asked)) continue;
    if (leaves_trace(known.pattern.plant[at])) known.planted.insert(at);
    keep_note(action);
    m_touched.insert(known.pattern.id);
    known.taken.clear();
    return true;
  }
  for (std::size_t at = 0; at < known.pattern.unplant.size(); ++at) {
    if (!fits(to_json(known.pattern.unplant[at]), asked)) continue;
    keep_note(action);
    known.taken.insert(at);
    if (known.taken.size() == known.pattern.unplant.size()) known.planted.clear();
    return true;
  }
  return false;
}

Outcome KindWorld::list_notes(const std::string& folder) const {
  Outcome listed{true, 0, {}, {}, {}};
  for (const auto& [file, text] : m_notes) {
    if (file.starts_with(folder + "/")) listed.out += text;
  }
  return listed;
}

/// As `nft list chains` shows those that are in force: with their tags.
std::string KindWorld::list_tables(const HostRef& host) const {
  std::string listed;
  for (const Known& known : m_known) {
    const auto* rules = std::get_if<Netfilter>(&known.pattern.apply.what);
    if (rules == nullptr || !known.in_force || !(known.pattern.apply.host == host)) continue;
    const std::string& first = rules->transactions.front();
    const std::size_t name = first.find("inet ");
    const std::size_t tag = first.find("comment \"");
    listed += "table " + first.substr(name, first.find(' ', name + 5) - name) +
              " {\n\tchain cut {\n" + first.substr(tag, first.find('"', tag + 9) + 1 - tag) +
              "\n\t}\n}\n";
  }
  return listed;
}

/// How recover --from-world looks for what is left.
std::optional<Outcome> KindWorld::search(const Action& action) const {
  if (const auto words = words_of(action, "find"); !words.empty()) return list_notes(words.at(1));
  const auto* rules = std::get_if<Netfilter>(&action.what);
  if (rules != nullptr && rules->transactions == std::vector<std::string>{"list chains inet"}) {
    return Outcome{true, 0, list_tables(action.host), {}, {}};
  }
  const bool is_save =
      !words_of(action, "iptables-save").empty() || !words_of(action, "ip6tables-save").empty();
  // Objects of a cluster that are found without a journal: tests/regions/kubernetes_run_test.cpp.
  const auto kubectl = words_of(action, "kubectl");
  if (std::ranges::find(kubectl, "--all-namespaces") != kubectl.end()) {
    return Outcome{true, 0, "{\"items\": []}", {}, {}};
  }
  const auto* sql = std::get_if<Sql>(&action.what);
  const bool lists = sql != nullptr && sql->statement.find("pg_tables") != std::string::npos;
  if (is_save || lists) return Outcome{true, 0, {}, {}, {}};
  return std::nullopt;
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
      m_touched.insert(change.id);
      return Outcome{true, 0, {}, {}, {}};
    }
    if (change.revert && fits(to_json(*change.revert), asked)) {
      known.in_force = false;
      return Outcome{true, 0, {}, {}, {}};
    }
    if (plant(known, action)) return Outcome{true, 0, {}, {}, {}};
  }
  if (auto found = search(action)) return std::move(*found);
  m_strangers.push_back(describe(action));
  return Outcome{false, 1, {}, "nobody planned that", {}};
}

Result<Outcome> KindWorld::perform(const Action& action) {
  if (fuse != nullptr) fuse->burn();
  if (reachable_for == 0) {
    return fail(ErrorKind::failed, "perform", action.host.name, "there is no way to it");
  }
  if (reachable_for > 0) --reachable_for;
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
