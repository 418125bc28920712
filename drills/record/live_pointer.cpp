// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "drills/record/disk.hpp"
#include "drills/record/run_directory.hpp"

namespace gameday {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t k_pointer_cap = 64U << 10U;
constexpr std::size_t k_most_pointers = 1000;

fs::path pointer_file(std::string_view run_id) {
  return live_folder() / fmt::format("{}.json", run_id);
}

/// Ours alone: a folder that anyone may write to is no place to be told what to revert.
Result<void> make_live_folder() {
  const fs::path folder = live_folder();
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);
  if (error) return fail(ErrorKind::failed, "make the folder", folder, error.message());
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return fail_errno("make the folder", folder, errno);
  }
  struct stat about{};
  if (::lstat(folder.c_str(), &about) != 0) return fail_errno("look at", folder, errno);
  if (!S_ISDIR(about.st_mode) || about.st_uid != ::geteuid()) {
    return fail(ErrorKind::refused, "use the folder", folder, "it belongs to somebody else");
  }
  return {};
}

std::optional<LivePointer> read_pointer(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary};
  std::string text(k_pointer_cap, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  try {
    const Json json = Json::parse(text);
    return LivePointer{.run_id = json.at("run"),
                       .folder = json.at("folder").get<std::string>(),
                       .pid = json.at("pid"),
                       .start_time = json.at("start_time"),
                       .boot_id = json.at("boot_id"),
                       .inventory = json.at("inventory")};
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

bool is_own_folder(const fs::path& folder) {
  struct stat about{};
  return ::lstat(folder.c_str(), &about) == 0 && S_ISDIR(about.st_mode) &&
         about.st_uid == ::geteuid();
}

}  // namespace

fs::path live_folder() {
  const char* given = std::getenv("GAMEDAY_LIVE");
  if (given != nullptr && *given != '\0') return given;
  if (::geteuid() == 0) return "/var/lib/gameday/live";
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime != nullptr && *runtime != '\0') return fs::path{runtime} / "gameday/live";
  return fmt::format("/var/tmp/gameday-{}/live", ::geteuid());
}

Result<void> write_live_pointer(const LivePointer& pointer) {
  if (auto made = make_live_folder(); !made) return made;
  const Json json{{"run", pointer.run_id},      {"folder", pointer.folder.string()},
                  {"pid", pointer.pid},         {"start_time", pointer.start_time},
                  {"boot_id", pointer.boot_id}, {"inventory", pointer.inventory}};
  return write_synced(pointer_file(pointer.run_id), json.dump() + "\n");
}

Result<void> remove_live_pointer(std::string_view run_id) {
  const fs::path file = pointer_file(run_id);
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) {
    return fail_errno("remove the pointer", file, errno);
  }
  return {};
}

std::vector<LivePointer> live_pointers_in(const fs::path& folder) {
  std::vector<LivePointer> found;
  std::error_code error;
  for (const auto& item : fs::directory_iterator{folder, error}) {
    if (item.path().extension() != ".json" || found.size() >= k_most_pointers) continue;
    if (auto pointer = read_pointer(item.path())) found.push_back(std::move(*pointer));
  }
  std::ranges::sort(found, {}, &LivePointer::run_id);
  return found;
}

std::vector<LivePointer> live_pointers() {
  if (!is_own_folder(live_folder())) return {};
  return live_pointers_in(live_folder());
}

bool is_alive(const LivePointer& pointer) {
  return pointer.boot_id == boot_id() && pointer.start_time != 0 &&
         process_start_time(pointer.pid) == pointer.start_time;
}

}  // namespace gameday
