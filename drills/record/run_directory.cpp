// SPDX-License-Identifier: Apache-2.0
#include "drills/record/run_directory.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace gameday {
namespace fs = std::filesystem;
namespace {

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string{value};
}

/// Makes the folder with mode 0700; one that is there already is taken as it is.
Result<void> make_private(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return fail_errno("make the folder", folder, errno);
}

/// "20261123T100000Z": sorts by time, and needs no quoting anywhere.
std::string compact_utc(WallTime at) {
  std::string text = format_utc(at);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

/// Every run's folder, in the order of their starts.
std::vector<fs::path> all_runs(const fs::path& home) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& drill : fs::directory_iterator{home / "runs", error}) {
    for (const auto& run : fs::directory_iterator{drill.path(), error}) found.push_back(run.path());
  }
  std::ranges::sort(found, {}, [](const fs::path& run) { return run.filename(); });
  return found;
}

bool is_run(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / "drill.toml", error) ||
         fs::is_regular_file(folder / "journal.jsonl", error);
}

}  // namespace

fs::path gameday_home() {
  if (const auto home = variable("GAMEDAY_HOME")) return *home;
  if (const auto state = variable("XDG_STATE_HOME")) return fs::path{*state} / "gameday";
  const auto home = variable("HOME");
  return fs::path{home.value_or("/")} / ".local/state/gameday";
}

Result<fs::path> make_run_folder(const fs::path& home, std::string_view drill,
                                 std::string_view run_id, WallTime started) {
  const fs::path parent = home / "runs" / drill;
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) return fail(ErrorKind::failed, "make the folder", parent, error.message());
  const fs::path folder = parent / fmt::format("{}-{}", compact_utc(started), run_id);
  if (::mkdir(folder.c_str(), 0700) != 0) return fail_errno("make the folder", folder, errno);
  if (auto made = make_private(folder / "ledgers"); !made) return tl::unexpected(made.error());
  return folder;
}

Result<fs::path> find_run(const fs::path& home, std::string_view name) {
  const std::vector<fs::path> runs = all_runs(home);
  if (name == "last" && !runs.empty()) return runs.back();
  for (const fs::path& run : runs) {
    const std::string folder = run.filename();
    const std::string full = fmt::format("{}/{}", run.parent_path().filename().string(), folder);
    const bool by_id = !name.empty() && folder.ends_with(fmt::format("-{}", name));
    if (name == full || name == folder || by_id) return run;
  }
  if (!name.empty() && is_run(fs::path{name})) return fs::absolute(fs::path{name});
  return fail(ErrorKind::absent, "find the run", std::string{name},
              fmt::format("there is none of that name in {}", (home / "runs").string()),
              "see gameday history");
}

}  // namespace gameday
