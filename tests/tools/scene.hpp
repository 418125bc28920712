// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "world/process.hpp"

namespace gameday::tests {

/// A folder with stand-ins for the programs that a tool calls, gone at the end.
class Scene {
 public:
  Scene() {
    std::string pattern = std::filesystem::temp_directory_path() / "gameday-tool.XXXXXX";
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    m_folder = pattern;
    std::filesystem::create_directory(m_folder / "bin");
  }
  ~Scene() { std::filesystem::remove_all(m_folder); }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  [[nodiscard]] std::filesystem::path path(const std::string& name) const {
    return m_folder / name;
  }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(path(name).parent_path());
    std::ofstream{path(name)} << text;
  }

  /// The whole file; empty where there is none.
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file{path(name)};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  /// A program of that name; the script finds the scene in $SCENE.
  void stand_in(const std::string& name, const std::string& script) const {
    write("bin/" + name, "#!/usr/bin/env bash\n" + script + "\n");
    std::filesystem::permissions(path("bin/" + name), std::filesystem::perms::owner_all);
  }

  /// Runs tools/<tool> with the stand-ins in front of the real programs.
  [[nodiscard]] ProcessOutcome run(const std::string& tool,
                                   std::vector<std::string> arguments = {}) const {
    std::vector<std::string> argv{"/usr/bin/env",
                                  "-i",
                                  "PATH=" + path("bin").string() + ":/usr/bin:/bin",
                                  "SCENE=" + m_folder.string(),
                                  "GAMEDAY_SETUP_ROOT=" + m_folder.string(),
                                  GAMEDAY_SOURCE_DIR "/tools/" + tool};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    const auto outcome = run_process(argv, "", std::chrono::seconds{20});
    REQUIRE(outcome);
    return *outcome;
  }

 private:
  std::filesystem::path m_folder;
};

}  // namespace gameday::tests
