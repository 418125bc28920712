// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace gameday {

/// A folder for one test, gone at its end; in `parent` where that can be written to (a file system
/// in memory, for tests that sync thousands of times).
struct Scratch {
  explicit Scratch(const std::filesystem::path& parent = {}) {
    const bool usable = !parent.empty() && ::access(parent.c_str(), W_OK) == 0;
    const auto place = usable ? parent : std::filesystem::temp_directory_path();
    std::string name = (place / "gameday-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"mkdtemp " + name};
    path = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::filesystem::path path;
};

/// An environment variable for the time of a test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : m_name(name) {
    if (const char* old = ::getenv(name)) m_old = old;
    m_was_set = ::getenv(name) != nullptr;
    ::setenv(name, value.c_str(), 1);
  }
  ~Variable() {
    if (m_was_set) {
      ::setenv(m_name, m_old.c_str(), 1);
    } else {
      ::unsetenv(m_name);
    }
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* m_name;
  std::string m_old;
  bool m_was_set = false;
};

}  // namespace gameday
