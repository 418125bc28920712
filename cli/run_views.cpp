// SPDX-License-Identifier: Apache-2.0
#include "cli/run_views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/run_world.hpp"
#include "drills/record/disk.hpp"

namespace gameday {
namespace {

Json plan_of(const std::filesystem::path& run_folder) {
  const auto text = read_file(run_folder / "plan.json");
  Json plan = text ? Json::parse(*text, nullptr, false) : Json{};
  return plan.is_object() ? plan : Json::object();
}

std::string text_in(const Json& plan, const char* member) {
  const auto found = plan.find(member);
  return found != plan.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// Whether the step is one of the way back.
bool leads_back(const Json& plan, const std::string& step) {
  const Json steps = plan.value("/failback/steps"_json_pointer, Json::array());
  return std::ranges::any_of(
      steps, [&](const Json& each) { return each.is_object() && text_in(each, "name") == step; });
}

/// As touches_clients(StepSpec), of a step as it stands in a plan.
bool is_felt(const Json& step) {
  const std::string kind = text_in(step, "kind");
  return step.value("touches_clients", false) || step.value("point_of_no_return", false) ||
         kind == "traffic" || kind == "fence";
}

RunView look_at(const LivePointer& pointer) {
  RunView view{.pointer = pointer, .alive = is_alive(pointer)};
  const auto journal = read_journal(pointer.folder / "journal.jsonl");
  if (!journal) {
    // Without a head nothing was changed.
    if (journal.error().kind != ErrorKind::bad_input) view.error = journal.error().text();
    return view;
  }
  if (lab_is_gone(journal->head, lab_runs_no_more)) {
    view.lab_gone = *journal->head.lab;
    return view;
  }
  view.past_no_return = journal->point_of_no_return;
  view.step = journal->point_of_no_return_step;
  view.since = journal->point_of_no_return_since;
  const Json plan = plan_of(pointer.folder);
  view.going_back = leads_back(plan, view.step);
  view.survivor = text_in(plan, view.going_back ? "broken_region" : "surviving_region");
  const auto opened = RunWorld::open(pointer.folder);
  if (!opened) {
    view.error = opened.error().text();
    return view;
  }
  view.rows = look_at_run((*opened)->world(), pointer, *journal);
  view.felt_back = felt_on_the_way_back(plan, view.rows);
  const bool done =
      std::ranges::any_of(view.rows, [](const StatusRow& row) { return row.note == "fenced"; });
  view.not_fenced = journal->fence_pending() && !done;
  return view;
}

std::string describe_row(const StatusRow& row) {
  std::string line =
      fmt::format("  {}  on {}: {} (journal: {})", row.change,
                  row.host.empty() ? "this machine" : row.host, row.state, row.journal);
  if (!row.deadline.empty()) line += ", lifted by the world itself at " + row.deadline;
  if (!row.summary.empty()) line += fmt::format("\n    {}", row.summary);
  if (!row.note.empty()) line += fmt::format("\n    {}", row.note);
  return line + "\n";
}

std::string describe_rows(const RunView& run, bool held) {
  std::string text;
  for (const StatusRow& row : run.rows) {
    if ((row.on_death == "hold") == held) text += describe_row(row);
  }
  return text;
}

std::string describe_left_over(const RunView& run) {
  std::string text =
      fmt::format("RUN {} DIED AND MAY HAVE LEFT THIS IN FORCE; `gameday recover` puts it back:\n",
                  run.pointer.run_id);
  if (!run.error.empty()) text += fmt::format("  {}\n", run.error);
  return text + describe_rows(run, false);
}

/// What the failover did and where the service is because of it.
std::string describe_held(const RunView& run) {
  std::string text;
  if (run.past_no_return && run.going_back) {
    text += fmt::format(
        "run {}: on its way back to {}; no return since {} (step {}). Two nodes must not take "
        "writes: its failback is to be ended by hand\n",
        run.pointer.run_id, run.survivor, run.since, run.step);
  } else if (run.past_no_return && !run.felt_back.empty() && !run.alive) {
    text += fmt::format(
        "run {}: DIED ON ITS WAY BACK, behind {}: THE SERVICE MAY BE DOWN. `gameday recover "
        "--force "
        "{}` takes that back, and the service stays in {}; or end its failback by hand\n",
        run.pointer.run_id, run.felt_back, run.felt_back,
        run.survivor.empty() ? "the surviving region" : run.survivor);
  } else if (run.past_no_return) {
    text += fmt::format(
        "run {}: the service runs in {} since {} (step {}); the old primary is {}\n",
        run.pointer.run_id, run.survivor.empty() ? "the surviving region" : run.survivor, run.since,
        run.step, run.not_fenced ? "NOT FENCED" : "fenced, or fences itself");
  }
  const std::string rows = describe_rows(run, true);
  if (rows.empty()) return text;
  return text + fmt::format("run {} holds (it goes back only by a failback, or by name):\n{}",
                            run.pointer.run_id, rows);
}

std::string describe_other(const RunView& run) {
  if (!run.lab_gone.empty()) {
    return fmt::format(
        "run {}: lab {} is gone, and what was changed in it; `gameday recover` "
        "forgets it\n",
        run.pointer.run_id, run.lab_gone);
  }
  if (run.alive) {
    return fmt::format("run {} is under way (process {}); `gameday abort {}` ends it safely\n{}{}",
                       run.pointer.run_id, run.pointer.pid, run.pointer.run_id, run.error,
                       describe_rows(run, false));
  }
  return describe_rows(run, false);
}

}  // namespace

std::string felt_on_the_way_back(const Json& plan, const std::vector<StatusRow>& rows) {
  std::string last;
  for (const Json& step : plan.value("/failback/steps"_json_pointer, Json::array())) {
    if (!step.is_object() || !is_felt(step)) continue;
    for (const Json& change : step.value("changes", Json::array())) {
      const std::string id = change.is_object() ? text_in(change, "id") : std::string{};
      if (std::ranges::find(rows, id, &StatusRow::change) != rows.end()) last = id;
    }
  }
  return last;
}

bool RunView::left_something() const {
  if (alive || !lab_gone.empty()) return false;
  return !error.empty() || not_fenced || std::ranges::any_of(rows, &StatusRow::is_left_over);
}

std::vector<RunView> look_at_all_runs() {
  std::vector<RunView> runs;
  for (const LivePointer& pointer : live_pointers()) runs.push_back(look_at(pointer));
  return runs;
}

std::string describe(const std::vector<RunView>& runs) {
  std::string text;
  for (const RunView& run : runs) {
    if (run.left_something()) text += describe_left_over(run);
  }
  for (const RunView& run : runs) {
    if (!run.left_something()) text += describe_other(run);
  }
  for (const RunView& run : runs) text += describe_held(run);
  return text.empty() ? "nothing is in force\n" : text;
}

Json to_json(const std::vector<RunView>& runs) {
  Json rows = Json::array();
  for (const RunView& run : runs) {
    std::vector<StatusRow> all = run.rows;
    if (!run.error.empty()) {
      all.push_back({.run = run.pointer.run_id,
                     .state = std::string{to_string(Seen::unclear)},
                     .on_death = std::string{to_string(Fate::revert)},
                     .note = run.error});
    }
    for (const StatusRow& row : all) {
      rows.push_back({{"run", row.run},
                      {"change", row.change},
                      {"host", row.host},
                      {"state", row.state},
                      {"on_death", row.on_death},
                      {"deadline", row.deadline.empty() ? Json{} : Json(row.deadline)},
                      {"journal", row.journal},
                      {"since", row.since},
                      {"summary", row.summary},
                      {"note", row.note},
                      {"alive", run.alive},
                      {"fenced", !run.not_fenced}});
    }
  }
  return rows;
}

void warn_of_dead_runs() {
  for (const LivePointer& pointer : live_pointers()) {
    if (is_alive(pointer) || !may_have_left_something(pointer)) continue;
    const auto journal = read_journal(pointer.folder / "journal.jsonl");
    if (journal && lab_is_gone(journal->head, lab_runs_no_more)) continue;
    fmt::print(stderr,
               "gameday: run {} died and may have left something in force; see `gameday status`, "
               "put it back with `gameday recover`\n",
               pointer.run_id);
  }
}

}  // namespace gameday
