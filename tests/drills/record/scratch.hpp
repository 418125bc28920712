// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <string>

#include "tests/world/support/scratch.hpp"

namespace gameday {

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
