// SPDX-License-Identifier: Apache-2.0
// Many changes at once. Nothing on one host depends on another host, within one fault; between
// faults, and between a fault and all else, the order in which they were made counts.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <ranges>

#include "drills/run/executor.hpp"

namespace gameday {
namespace {

using Entries = std::vector<const JournalEntry*>;

/// How a revert went; later = what it reverts may still be under way.
enum class Went { well, wrong, later };

std::vector<std::string> hosts_of(const std::vector<Change>& changes) {
  std::vector<std::string> hosts;
  for (const Change& change : changes) hosts.push_back(change.apply.host.name);
  return hosts;
}

std::vector<Lane> lanes_of(const Entries& entries) {
  std::vector<std::string> hosts;
  for (const JournalEntry* entry : entries) hosts.push_back(entry->change.apply.host.name);
  return lanes_by_host(hosts);
}

/// "fault.cut-a." of "fault.cut-a.router"; what is no fault's stands for itself, but for what the
/// run has for itself alone, its tables and its lock, on which nothing else rests.
std::string_view batch_of(std::string_view change) {
  constexpr std::string_view k_fault = "fault.";
  if (change.starts_with("ledger.") || change.starts_with("guard.")) return "the run's own";
  if (!change.starts_with(k_fault)) return change;
  return change.substr(0, change.find('.', k_fault.size()));
}

/// Entries that may go side by side, in the order of the first of each.
std::vector<Entries> batches(const Entries& entries) {
  std::vector<Entries> all;
  std::map<std::string_view, std::size_t> known;
  for (const JournalEntry* entry : entries) {
    const auto [found, is_new] = known.emplace(batch_of(entry->change.id), all.size());
    if (is_new) all.emplace_back();
    all[found->second].push_back(entry);
  }
  return all;
}

}  // namespace

Result<void> Executor::apply_all(const std::vector<Change>& changes) {
  std::vector<std::optional<Result<void>>> results(changes.size());
  side_by_side(lanes_by_host(hosts_of(changes)), m_width, [&](std::size_t at) {
    results[at] = apply(changes[at]);
    return results[at]->has_value();
  });
  const auto applied = std::ranges::count_if(
      results, [](const auto& result) { return result && result->has_value(); });
  for (const auto& result : results) {
    if (!result || result->has_value()) continue;
    Error error = result->error();
    if (changes.size() > 1) {
      error.why += fmt::format(" (of {} changes {} were applied)", changes.size(), applied);
    }
    return tl::unexpected(std::move(error));
  }
  return {};
}

std::vector<Error> Executor::revert_each(const std::vector<Change>& changes) {
  const std::vector<Change> backwards{changes.rbegin(), changes.rend()};
  std::vector<std::optional<Error>> failed(backwards.size());
  side_by_side(lanes_by_host(hosts_of(backwards)), m_width, [&](std::size_t at) {
    if (auto done = revert(backwards[at].id); !done) failed[at] = std::move(done.error());
    return true;
  });
  std::vector<Error> errors;
  for (auto& error : failed) {
    if (error) errors.push_back(std::move(*error));
  }
  return errors;
}

bool Executor::is_to_go(const JournalEntry& entry, Fate Change::* fate,
                        const JournalContent& content) const {
  if (entry.state == ChangeState::reverted || !entry.change.revert) return false;
  if (entry.change.*fate == Fate::revert) return true;
  return fate == &Change::on_abort && !content.point_of_no_return;
}

/// What may still be under way is looked at last, so that nothing else waits for it.
std::vector<std::string> Executor::revert_all(Fate Change::* fate) {
  const JournalContent content = m_journal.content();
  if (fence_pending(content)) (void)fence(*content.fence);
  Entries to_go;
  for (const JournalEntry& entry : content.entries | std::views::reverse) {
    if (is_to_go(entry, fate, content)) to_go.push_back(&entry);
  }
  std::vector<std::string> left;
  const auto go_through = [&](const Entries& entries, bool patiently) {
    Entries later;
    for (const Entries& batch : batches(entries)) {
      std::vector<Went> went(batch.size(), Went::well);
      side_by_side(lanes_of(batch), m_width, [&](std::size_t at) {
        if (!patiently && is_under_way(*batch[at])) {
          went[at] = Went::later;
        } else if (!revert(batch[at]->change.id)) {
          went[at] = Went::wrong;
        }
        return true;
      });
      for (std::size_t at = 0; at < batch.size(); ++at) {
        if (went[at] == Went::later) later.push_back(batch[at]);
        if (went[at] == Went::wrong) left.push_back(batch[at]->change.id);
      }
    }
    return later;
  };
  (void)go_through(go_through(to_go, false), true);
  return left;
}

}  // namespace gameday
