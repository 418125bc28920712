// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/lock.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "injectors/deadman.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{5000};
constexpr std::chrono::minutes k_for_people{15};
constexpr std::size_t k_longest_name = 80;
constexpr std::string_view k_head = "gameday lock";

std::string stem_of(std::string_view file) {
  file.remove_prefix(std::min(file.rfind('/') + 1, file.size()));
  return std::string{file.substr(0, file.rfind('.'))};
}

std::string folder(const Host& host) { return host.scratch + "/gameday"; }

/// No ".json" at its end: those are notes of changes.
std::string file_of(const Inventory& inventory, const Host& host, const std::string& run_id) {
  return fmt::format("{}/lock-{}.{}", folder(host), lock_name(inventory), run_id);
}

Action on(const Host& host, std::vector<Arg> argv, Text input = {}) {
  return {{host.name}, k_deadline, Exec{std::move(argv), std::move(input)}};
}

/// One line, whatever a name holds.
std::string plain(std::string text) {
  std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return text;
}

/// The word behind "name=".
std::string_view word_of(std::string_view line, std::string_view name) {
  const std::size_t at = line.find(fmt::format(" {}=", name));
  if (at == line.npos) return {};
  const std::string_view rest = line.substr(at + name.size() + 2);
  return rest.substr(0, rest.find(' '));
}

struct SeenLock {
  std::string run_id;
  std::string by;
  std::string since;
  WallTime until;
};

std::optional<SeenLock> read_lock(std::string_view line) {
  constexpr std::string_view k_by = " by=";
  const std::size_t by = line.find(k_by);
  const auto until = parse_utc(fmt::format("{}Z", word_of(line, "until")));
  if (!line.starts_with(k_head) || by == line.npos || !until) return std::nullopt;
  return SeenLock{.run_id = std::string{word_of(line, "run")},
                  .by = std::string{line.substr(by + k_by.size())},
                  .since = std::string{word_of(line, "since")},
                  .until = *until};
}

std::string told(const SeenLock& lock) {
  return fmt::format("run {} of {}, since {} until {}", lock.run_id, lock.by, lock.since,
                     format_utc(lock.until));
}

std::string front_of(const LockHolder& holder) {
  return fmt::format("{} run={} since={} until=", k_head, holder.run_id, format_utc(holder.since));
}

std::string back_of(const LockHolder& holder) { return fmt::format(" by={}\n", plain(holder.by)); }

}  // namespace

std::string lock_name(const Inventory& inventory) {
  std::string name = inventory.environment + ".";
  name += inventory.lab ? *inventory.lab : stem_of(inventory.file);
  std::ranges::replace_if(
      name,
      [](char c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return !letter && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_';
      },
      '_');
  return name.substr(0, k_longest_name);
}

const Host* lock_host(const Inventory& inventory) {
  if (const Host* named = inventory.find_host(inventory.lock_host)) return named;
  for (const auto& [name, region] : inventory.regions) {
    for (const std::string& host : region.filtered_at) {
      if (const Host* found = inventory.find_host(host)) return found;
    }
  }
  return nullptr;
}

LockHolder holder_of(const Plan& plan, std::string by, WallTime now) {
  return {.run_id = plan.run_id,
          .by = std::move(by),
          .since = now,
          .lasts = plan.blast_radius.longest + k_for_people};
}

Change lay_lock(const Inventory& inventory, const Host& host, const LockHolder& holder) {
  const std::string file = file_of(inventory, host, holder.run_id);
  Change change;
  change.id = "guard.lock";
  change.summary = fmt::format("tells everybody on {} that a drill of {} is under way", host.name,
                               lock_name(inventory));
  change.apply = on(host, {"dd", "status=none", "of=" + file},
                    {front_of(holder), Expiry{holder.lasts}, back_of(holder)});
  change.verify = {.look = on(host, {"cat", file}),
                   .in_force = {.status = 0, .contains = {"run=" + holder.run_id + " "}},
                   .gone = {.contains = {"No such file"}}};
  change.revert = on(host, {"rm", "-f", file});
  plant_timer(change, host, holder.run_id, holder.lasts);
  plant_note(change, host, holder.run_id);
  return change;
}

Action list_locks(const Inventory& inventory, const Host& host) {
  return on(host, {"find", folder(host), "-maxdepth", "1", "-name",
                   fmt::format("lock-{}.*", lock_name(inventory)), "-exec", "cat", "{}", "+"});
}

std::string find_foreign_lock(const Result<Outcome>& listed, std::string_view own_run,
                              WallTime now) {
  if (!listed) return listed.error().text();
  if (!listed->ok) {
    // One that was removed between the find and its cat is nobody's any more.
    if (listed->err.find("No such file") != std::string::npos && listed->out.empty()) return {};
    if (listed->out.empty()) return "the locks could not be listed: " + listed->err;
  }
  std::string_view rest = listed->out;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.empty()) continue;
    const auto lock = read_lock(line);
    if (!lock) return fmt::format("a lock cannot be read: {}", plain(std::string{line}));
    if (lock->run_id != own_run && lock->until > now) return told(*lock);
  }
  return {};
}

std::string to_line(const LockHolder& holder) {
  std::string until = format_utc(holder.since + holder.lasts);
  until.pop_back();
  return front_of(holder) + until + back_of(holder);
}

std::optional<std::string> describe_lock(std::string_view line) {
  const auto lock = read_lock(line.substr(0, line.find('\n')));
  return lock ? std::optional{told(*lock)} : std::nullopt;
}

}  // namespace gameday
