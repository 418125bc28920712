// SPDX-License-Identifier: Apache-2.0
#include "injectors/deadman.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_plant_deadline{5000};
/// perl-base is part of every Debian. The program waits and then becomes the revert: one process
/// from beginning to end, so that ending it leaves nothing.
constexpr std::string_view k_wait_then = "sleep shift; exec { $ARGV[0] } @ARGV";

std::string folder(const Host& host) { return host.scratch + "/gameday"; }

/// Change ids are made of names, which may stand in a file's name.
std::string stem(const Host& host, const std::string& run_id, const Change& change) {
  return fmt::format("{}/{}.{}", folder(host), run_id, change.id);
}

Action on(const Host& host, std::vector<Arg> argv, Text input = {}) {
  return {{host.name}, k_plant_deadline, Exec{std::move(argv), std::move(input)}};
}

LiftTimer by_unit(const Change& change, const Host& host, const std::string& name,
                  const std::string& seconds) {
  const std::string unit = "gameday-" + name;
  std::vector<Arg> start{"systemd-run",
                         "--collect",
                         "--unit=" + unit,
                         "--on-active=" + seconds + "s",
                         "--timer-property=AccuracySec=100ms",
                         "--"};
  std::ranges::copy(std::get<Exec>(change.revert->what).argv, std::back_inserter(start));
  // A pattern that nothing fits is no error, and a timer that has fired is collected.
  return {{on(host, std::move(start))},
          on(host, {"systemctl", "stop", "--quiet", unit + ".time[r]"})};
}

LiftTimer by_process(const Change& change, const Host& host, const std::string& name,
                     const std::string& seconds) {
  const std::string pid_file = fmt::format("{}/{}.pid", folder(host), name);
  std::vector<Arg> start{"start-stop-daemon",
                         "--start",
                         "--background",
                         "--make-pidfile",
                         "--pidfile",
                         pid_file,
                         "--startas",
                         "/usr/bin/perl",
                         "--",
                         "-e",
                         std::string{k_wait_then},
                         seconds};
  std::ranges::copy(std::get<Exec>(change.revert->what).argv, std::back_inserter(start));
  return {{on(host, {"mkdir", "-p", "-m", "0700", folder(host)}), on(host, std::move(start))},
          on(host, {"start-stop-daemon", "--stop", "--oknodo", "--quiet", "--remove-pidfile",
                    "--pidfile", pid_file})};
}

/// The note's line around the captured values, which are known only when it is planted.
Text line_of(const Change& change, const std::string& run_id, bool fence_first) {
  const Json about = to_json(change);
  Text line{fmt::format(R"({{"gameday":1,"run":"{}","fence_first":{},"change":{})", run_id,
                        fence_first, about.dump())};
  if (change.capture) {
    line.emplace_back(R"(,"captured":)");
    line.emplace_back(Captured{""});
  }
  line.emplace_back("}\n");
  return line;
}

Result<Note> read_note(const Json& json) {
  JsonReader reader{json, "a note"};
  Note note;
  note.run_id = reader.text("run");
  note.fence_first = reader.boolean("fence_first");
  const Change change = reader.take(change_from_json(reader.member("change")));
  const Json captured = reader.has("captured") ? reader.member("captured") : Json::object();
  auto resolved = resolve(change, captured, WallTime{});
  if (!resolved) return tl::unexpected(resolved.error());
  note.change = std::move(*resolved);
  return reader.finish(std::move(note));
}

}  // namespace

LiftTimer lift_timer(const Change& change, const Host& host, const std::string& name,
                     Duration after) {
  const auto seconds = fmt::format(
      "{}", std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(after).count()));
  const bool is_unit = host.timer == "systemd";
  return (is_unit ? by_unit : by_process)(change, host, name, seconds);
}

void plant_timer(Change& change, const Host& host, const std::string& run_id, Duration after) {
  LiftTimer timer = lift_timer(change, host, fmt::format("{}-{}", run_id, change.id), after);
  change.dead_man = DeadMan::timer;
  change.expires_after = std::chrono::ceil<std::chrono::seconds>(after);
  std::ranges::move(timer.start, std::back_inserter(change.plant));
  change.unplant.push_back(std::move(timer.stop));
}

void plant_note(Change& change, const Host& host, const std::string& run_id, bool fence_first) {
  const std::string file = stem(host, run_id, change) + ".json";
  change.unplant.push_back(on(host, {"rm", "-f", file}));
  Text line = line_of(change, run_id, fence_first);
  std::vector<Action> first{
      on(host, {"mkdir", "-p", "-m", "0700", folder(host)}),
      // Not by /dev/stdin, which another account than the pipe's maker may not open.
      on(host, {"dd", "status=none", "of=" + file}, std::move(line))};
  change.plant.insert(change.plant.begin(), first.begin(), first.end());
}

Action list_notes(const Host& host) {
  return on(host,
            {"find", folder(host), "-maxdepth", "1", "-name", "*.json", "-exec", "cat", "{}", "+"});
}

Notes read_notes(std::string_view listed) {
  Notes notes;
  while (!listed.empty()) {
    const std::string_view line = listed.substr(0, listed.find('\n'));
    listed.remove_prefix(std::min(line.size() + 1, listed.size()));
    if (line.empty()) continue;
    const Json json = Json::parse(line, nullptr, false);
    auto note = json.is_object() ? read_note(json)
                                 : Result<Note>{fail(ErrorKind::bad_input, "read", "a note", "")};
    if (note) {
      notes.notes.push_back(std::move(*note));
    } else {
      notes.unreadable.emplace_back(line.substr(0, 200));
    }
  }
  return notes;
}

}  // namespace gameday
