// SPDX-License-Identifier: Apache-2.0
#include "cli/policy_views.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "drills/report/text_table.hpp"

namespace gameday {
namespace {

/// "0.500 s later", "1.200 s earlier", "at the same time".
std::string difference(Instant now, Instant before) {
  if (now == before) return "at the same time";
  return now > before ? format_seconds(now - before, 3) + " s later"
                      : format_seconds(before - now, 3) + " s earlier";
}

std::string_view loud(Verdict verdict) {
  if (verdict == Verdict::met) return "MET";
  return verdict == Verdict::missed ? "MISSED" : "UNKNOWN";
}

/// When a replay first decided, whether that was called for or not; null = it did not.
const PolicyShift* first_of(const Replay& replay) {
  return replay.decisions.shifts.empty() ? nullptr : &replay.decisions.shifts.front();
}

std::string when(const Replay& replay) {
  const PolicyShift* shift = first_of(replay);
  return shift == nullptr ? "no shift" : format_since(shift->at, replay.origin);
}

std::string against_written(const Replay& now, const Replay& written) {
  const PolicyShift* shift = first_of(now);
  const PolicyShift* before = first_of(written);
  if (shift == nullptr || before == nullptr) {
    return shift == before ? "no shift either way" : fmt::format("{} as written", when(written));
  }
  return difference(shift->at, before->at);
}

std::string lines_of(const Replay& replay) {
  std::string text;
  for (const PolicyLine& line : replay.decisions.lines) {
    text += fmt::format("  {:>11}  {:<9}  {}\n", format_since(line.at, replay.origin), line.rule,
                        plain(line.text));
  }
  if (replay.decisions.untold > 0) {
    text += fmt::format("  and {} more lines\n", replay.decisions.untold);
  }
  if (text.empty()) text = "  no signals\n";
  return text;
}

Json shifts_json(const Replay& replay) {
  Json list = Json::array();
  for (std::size_t i = 0; i < replay.decisions.shifts.size(); ++i) {
    const PolicyShift& shift = replay.decisions.shifts[i];
    list.push_back({{"at_ns", (shift.at - replay.origin).count()},
                    {"at_s", to_seconds(shift.at - replay.origin)},
                    {"evidence_since_ns", (shift.since - replay.origin).count()},
                    {"from", shift.from},
                    {"to", shift.to},
                    {"false", !replay.falsely[i].empty()},
                    {"why_false", replay.falsely[i]}});
  }
  return list;
}

Json real_json(const Replay& replay) {
  if (!replay.real) return nullptr;
  Json json{{"at_ns", (replay.real->at - replay.origin).count()}, {"by", replay.real->by}};
  const PolicyShift* shift = replay.first();
  json["policy_ahead_s"] =
      shift == nullptr ? Json() : Json(to_seconds(replay.real->at - shift->at));
  return json;
}

Json run_json(const ReplayedRun& run) {
  if (!run.now) {
    return {{"name", run.folder.filename().string()}, {"verdict", "unknown"}, {"why", run.error}};
  }
  const Replay& now = *run.now;
  Json lines = Json::array();
  for (const PolicyLine& line : now.decisions.lines) {
    lines.push_back({{"at_ns", (line.at - now.origin).count()},
                     {"rule", std::string{line.rule}},
                     {"text", line.text}});
  }
  Json json{{"name", now.run},
            {"drill", now.drill},
            {"expect", now.expect == Expected::stay ? "stay" : "shift"},
            {"verdict", std::string{to_string(now.verdict)}},
            {"why", now.why},
            {"quiet", now.quiet},
            {"shifts", shifts_json(now)},
            {"real_shift", real_json(now)},
            {"lines", std::move(lines)},
            {"lines_left_out", now.decisions.untold}};
  json["as_written"] = run.as_written ? shifts_json(*run.as_written) : Json();
  return json;
}

/// What many runs come to.
struct Totals {
  std::size_t replayed = 0, decided = 0, quiet = 0, false_shifts = 0, false_runs = 0,
              false_quiet = 0;

  void add(const Replay& replay) {
    const std::size_t wrong = replay.false_shifts();
    ++replayed;
    decided += replay.decisions.shifts.empty() ? 0 : 1;
    quiet += replay.quiet ? 1 : 0;
    false_shifts += wrong;
    false_runs += wrong > 0 ? 1 : 0;
    false_quiet += replay.quiet && wrong > 0 ? 1 : 0;
  }

  [[nodiscard]] std::string text(const std::string& how) const {
    return fmt::format(
        "{}: {} runs replayed, {} decided to shift; false shifts: {}, in {} runs; of the {} quiet "
        "or flapping runs {} would have failed over",
        how, replayed, decided, false_shifts, false_runs, quiet, false_quiet);
  }
};

}  // namespace

std::string describe_replay(const ReplayedRun& run, const std::string& settings) {
  if (!run.now) return fmt::format("UNKNOWN  {}: {}\n", run.folder.string(), plain(run.error));
  const Replay& now = *run.now;
  std::string text = fmt::format("{}  {}: {}\n", loud(now.verdict), plain(now.run), now.why);
  text += lines_of(now);
  for (std::size_t i = 0; i < now.decisions.shifts.size(); ++i) {
    const PolicyShift& shift = now.decisions.shifts[i];
    const std::string& wrong = now.falsely[i];
    text += fmt::format("decided: {} at {}{}\n", shift.to, format_since(shift.at, now.origin),
                        wrong.empty() ? "" : ", falsely: " + wrong);
  }
  if (now.decisions.shifts.empty()) text += "decided: no shift\n";
  if (run.as_written) {
    text += fmt::format("as written: {}; with {}: {}\n", when(*run.as_written), settings,
                        against_written(now, *run.as_written));
  }
  if (now.real) {
    const PolicyShift* shift = now.first();
    text += fmt::format(
        "in fact: {} by {}{}\n", format_since(now.real->at, now.origin), plain(now.real->by),
        shift == nullptr ? "" : "; the policy decides " + difference(shift->at, now.real->at));
  }
  return text;
}

std::string describe_replays(const std::vector<ReplayedRun>& runs, const std::string& settings) {
  TextTable table{{"run", "verdict", "decides", "as written", "in fact", "why"}};
  Totals now;
  Totals written;
  for (const ReplayedRun& run : runs) {
    if (!run.now) {
      table.row({run.folder.filename().string(), "unknown", "-", "-", "-", run.error});
      continue;
    }
    now.add(*run.now);
    if (run.as_written) written.add(*run.as_written);
    table.row({run.now->run, std::string{to_string(run.now->verdict)}, when(*run.now),
               run.as_written ? against_written(*run.now, *run.as_written) : "-",
               run.now->real ? format_since(run.now->real->at, run.now->origin) : "-",
               run.now->why});
  }
  std::string text = table.text() + "\n" + now.text(settings.empty() ? "as written" : settings);
  if (written.replayed > 0) text += "\n" + written.text("as written");
  return text + "\n";
}

Json to_json(const std::vector<ReplayedRun>& runs) {
  Json list = Json::array();
  for (const ReplayedRun& run : runs) list.push_back(run_json(run));
  return list;
}

}  // namespace gameday
