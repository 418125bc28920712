// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace gameday {

/// A new folder that is removed with this object; in `parent` where that can be written to (a file
/// system in memory, for tests that sync thousands of times).
class Scratch {
 public:
  explicit Scratch(const std::filesystem::path& parent = {}) {
    const bool usable = !parent.empty() && ::access(parent.c_str(), W_OK) == 0;
    const auto place = usable ? parent : std::filesystem::temp_directory_path();
    std::string name = (place / "gameday-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"mkdtemp " + name};
    path = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }

  [[nodiscard]] const std::filesystem::path& folder() const { return path; }
  [[nodiscard]] std::string file(const std::string& name) const { return path / name; }
  std::string write(const std::string& name, const std::string& content) const {
    std::ofstream{file(name), std::ios::binary} << content;
    return file(name);
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in{file(name), std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  std::filesystem::path path;
};

}  // namespace gameday
