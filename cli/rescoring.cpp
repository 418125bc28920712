// SPDX-License-Identifier: Apache-2.0
#include "cli/rescoring.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "drills/record/disk.hpp"

namespace gameday {
namespace {

namespace fs = std::filesystem;

/// The version that scored first, where it was by the rules of today.
std::optional<std::string> first_scorer(const Json& stored) {
  const Json rules = stored.value("/scored_by/rules"_json_pointer, Json());
  const Json version = stored.value("/scored_by/version"_json_pointer, Json());
  if (rules != Json(k_rules_version) || !version.is_string()) return std::nullopt;
  return version.get<std::string>();
}

std::map<std::string, std::string> members_of(const Json& json) {
  std::map<std::string, std::string> members;
  if (!json.is_structured()) return members;
  const Json flat = json.flatten();  // items() only points into it
  for (const auto& [pointer, value] : flat.items()) {
    members[pointer] = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  return members;
}

std::vector<std::string> compare(const Json& stored, const Json& now) {
  const auto before = members_of(stored);
  const auto after = members_of(now);
  std::map<std::string, std::pair<std::string, std::string>> all;
  for (const auto& [pointer, value] : before) all[pointer].first = value;
  for (const auto& [pointer, value] : after) all[pointer].second = value;
  std::vector<std::string> differences;
  for (const auto& [pointer, values] : all) {
    const auto& [was, is] = values;
    if (was == is) continue;
    differences.push_back(fmt::format("{}: {} was {}", pointer, is.empty() ? "nothing" : is,
                                      was.empty() ? "nothing" : was));
  }
  // The same members in other bytes: still not the file that was written then.
  if (differences.empty()) differences.emplace_back("the same members, written differently");
  return differences;
}

/// Beside the first one, under a name that is free or holds just this. Bounded: nobody keeps more.
Result<fs::path> write_beside(const fs::path& folder, const std::string& text) {
  constexpr int k_most = 100;
  for (int number = 1; number <= k_most; ++number) {
    const std::string suffix = number == 1 ? "" : fmt::format("-{}", number);
    const fs::path file =
        folder / fmt::format("scorecard.rules-{}{}.json", k_rules_version, suffix);
    const Result<std::string> there = read_file(file);
    if (there && *there == text) return file;
    if (there || there.error().kind != ErrorKind::absent) continue;
    if (auto done = write_synced(file, text); !done) return tl::unexpected(done.error());
    return file;
  }
  return fail(ErrorKind::failed, "write the scorecard", folder, "too many of them lie there");
}

}  // namespace

Result<Rescored> rescore(Judged& judged, const fs::path& run_folder) {
  Rescored rescored;
  const Result<std::string> stored = read_file(run_folder / "scorecard.json");
  if (!stored && stored.error().kind != ErrorKind::absent) return tl::unexpected(stored.error());
  if (!stored) {
    if (auto done = write_scorecards(judged, run_folder); !done) {
      return tl::unexpected(done.error());
    }
    rescored.written = run_folder / "scorecard.json";
    return rescored;
  }
  const Json before = Json::parse(*stored, nullptr, false);
  if (const auto version = before.is_object() ? first_scorer(before) : std::nullopt) {
    judged.card.version = *version;
  }
  const Result<std::string> text = written(judged, "json");
  if (!text) return tl::unexpected(text.error());
  if (*text == *stored) return rescored;
  rescored.differences = compare(before, Json::parse(*text, nullptr, false));
  Result<fs::path> beside = write_beside(run_folder, *text);
  if (!beside) return tl::unexpected(beside.error());
  rescored.written = *beside;
  return rescored;
}

}  // namespace gameday
