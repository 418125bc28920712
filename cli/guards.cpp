// SPDX-License-Identifier: Apache-2.0
#include "cli/guards.hpp"

#include <cstdlib>
#include <fmt/format.h>

#include "cli/console/terminal.hpp"
#include "cli/sources.hpp"

namespace gameday {
namespace fs = std::filesystem;
namespace {

constexpr const char* k_file = "gameday/config.toml";

std::optional<fs::path> from_environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return fs::path{value};
}

/// Whether there is nothing under that name, as far as one can tell: what may be there and cannot
/// be read is not taken to say nothing.
bool is_absent(const fs::path& file) {
  std::error_code error;
  const fs::file_status about = fs::symlink_status(file, error);
  return about.type() == fs::file_type::not_found;
}

void read(const fs::path& file, std::vector<SourceFile>& sources,
          std::vector<Diagnostic>& problems) {
  if (Result<SourceFile> source = read_source(file)) {
    sources.push_back(std::move(*source));
  } else {
    problems.push_back({.file = file, .message = source.error().text()});
  }
}

}  // namespace

ConfigFiles config_files() {
  ConfigFiles files;
  files.chosen = from_environment("GAMEDAY_CONFIG");
  const auto home = from_environment("HOME");
  const auto config = from_environment("XDG_CONFIG_HOME");
  if (config) {
    files.user = *config / k_file;
  } else if (home) {
    files.user = *home / ".config" / k_file;
  }
  return files;
}

LoadedGuards load_operator_guards(const ConfigFiles& files) {
  std::vector<SourceFile> sources;
  std::vector<Diagnostic> problems;
  bool widened = true;
  if (files.chosen) {
    read(*files.chosen, sources, problems);
  } else {
    widened = !is_absent(files.machine);
    if (widened) read(files.machine, sources, problems);
    if (!files.user.empty() && !is_absent(files.user)) read(files.user, sources, problems);
  }
  LoadedGuards loaded = load_guards(std::move(sources));
  loaded.problems.insert(loaded.problems.begin(), problems.begin(), problems.end());
  if (!loaded.problems.empty()) loaded.guards.reset();
  // The machine's file says nothing, and nothing is what the user's may narrow.
  if (loaded.guards && !loaded.guards->empty() && !widened) {
    loaded.guards->insert(loaded.guards->begin(), GuardConfig{});
  }
  return loaded;
}

void print_problems(const LoadedGuards& guards) {
  fmt::print(stderr, "{}", render_all(guards.problems, guards.sources, stderr_has_colors()));
}

}  // namespace gameday
