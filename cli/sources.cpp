// SPDX-License-Identifier: Apache-2.0
#include "cli/sources.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

#include "base/catalog.hpp"
#include "lab/lab.hpp"
#include "world/fd.hpp"

namespace gameday {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view k_extension = ".toml";

/// Up to `cap` bytes. Errors: failed.
Result<std::string> read_up_to(int fd, const fs::path& path, std::size_t cap) {
  std::string text(cap, '\0');
  std::size_t size = 0;
  while (size < cap) {
    const ssize_t got = read(fd, text.data() + size, cap - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("read", path, errno);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::size_t colon = list.find(':');
    if (colon != 0) parts.emplace_back(list.substr(0, colon));
    list.remove_prefix(colon == std::string_view::npos ? list.size() : colon + 1);
  }
  return parts;
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && name.find('/') == std::string::npos;
}

/// In the catalogs, by a plain name with its extension.
std::optional<SourceFile> find_in_catalogs(const std::string& name, std::string_view catalog) {
  if (!is_plain_name(name)) return std::nullopt;
  for (const fs::path& folder : catalog_folders(catalog)) {
    if (Result<SourceFile> file = read_source(folder / name)) return std::move(*file);
  }
  return std::nullopt;
}

std::string hint_for(const std::string& name) {
  const std::vector<std::string> known = catalog_drills();
  const std::vector<std::string_view> views(known.begin(), known.end());
  if (const auto near = nearest(name, views)) return "did you mean " + *near + "?";
  return "`gameday list drills` shows those of the catalogs";
}

}  // namespace

std::vector<fs::path> catalog_folders(std::string_view catalog) {
  std::vector<fs::path> folders;
  if (const char* chosen = std::getenv("GAMEDAY_CATALOG"); chosen != nullptr) {
    for (const fs::path each : split(chosen)) {
      folders.push_back(each);
      folders.push_back(each / catalog);
    }
  }
  std::error_code ignored;
  const fs::path home = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  folders.push_back(home / "../share/gameday" / catalog);
  folders.push_back(home / ".." / catalog / "catalog");
  folders.push_back(home / "../.." / catalog / "catalog");
  for (fs::path& folder : folders) folder = folder.lexically_normal();
  return folders;
}

Result<SourceFile> read_source(const fs::path& path) {
  // Not to be held up by a pipe that nobody writes to.
  const UniqueFd file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (!file.valid()) return fail_errno("read", path, errno);
  struct stat about{};
  if (fstat(file.get(), &about) != 0) return fail_errno("read", path, errno);
  if (!S_ISREG(about.st_mode)) {
    return fail(ErrorKind::failed, "read", path, "it is no regular file");
  }
  Result<std::string> text = read_up_to(file.get(), path, k_definition_cap + 1);
  if (!text) return tl::unexpected{text.error()};
  return SourceFile{.path = path, .text = std::move(*text)};
}

Result<SourceFile> find_drill(const std::string& name) {
  const bool has_extension = name.ends_with(k_extension);
  const std::string full = has_extension ? name : name + std::string{k_extension};
  // A bare word is a name: a program or a folder that is called so must not stand before the drill.
  if (!has_extension && name.find('/') == std::string::npos) {
    if (auto found = find_in_catalogs(full, "drills")) return std::move(*found);
  }
  Result<SourceFile> file = read_source(name);
  if (file) return file;
  if (auto found = find_in_catalogs(full, "drills")) return std::move(*found);
  return fail(ErrorKind::bad_input, "read the drill", name, file.error().why, hint_for(name));
}

ReadSource disk_reader() {
  return [](std::string_view name, std::string_view beside,
            std::string_view catalog) -> std::optional<SourceFile> {
    const std::string plain{name};
    if (auto file = read_source(fs::path{beside}.parent_path() / plain)) return std::move(*file);
    return find_in_catalogs(plain, catalog);
  };
}

std::vector<std::string> catalog_drills() {
  std::set<std::string> names;
  for (const fs::path& folder : catalog_folders("drills")) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{folder, ignored}) {
      if (entry.path().extension() != k_extension) continue;
      const Result<SourceFile> file = read_source(entry.path());
      if (file && names_a_drill(*file)) names.insert(entry.path().stem());
    }
  }
  return {names.begin(), names.end()};
}

Variables default_variables(const std::string& lab_name) {
  Variables variables{{"labs", lab::folder("any").parent_path()}};
  if (!lab_name.empty()) variables["lab_name"] = lab_name;
  return variables;
}

}  // namespace gameday
