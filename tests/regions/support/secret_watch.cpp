// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/secret_watch.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <fstream>
#include <sstream>

namespace gameday::regions {
namespace {

constexpr std::chrono::milliseconds k_pause{3};

/// What the kernel keeps of a process, in which words end with NUL; empty where it is gone.
std::string words_of(const std::filesystem::path& file) {
  // A process that ends while it is read is an exception to an iterator, and a bad stream to <<.
  std::ostringstream read;
  read << std::ifstream{file, std::ios::binary}.rdbuf();
  std::string text = read.str();
  std::ranges::replace(text, '\0', ' ');
  return text;
}

bool has_any(const std::string& text, const std::vector<std::string>& secrets) {
  return std::ranges::any_of(
      secrets, [&](const std::string& secret) { return text.find(secret) != std::string::npos; });
}

}  // namespace

SecretWatch::SecretWatch(std::vector<std::string> everywhere, std::vector<std::string> in_arguments)
    : m_everywhere{std::move(everywhere)},
      m_in_arguments{std::move(in_arguments)},
      m_thread{[this](const std::stop_token& stopped) {
        while (!stopped.stop_requested()) {
          look();
          std::this_thread::sleep_for(k_pause);
        }
      }} {}

std::set<std::string> SecretWatch::stop() {
  m_thread.request_stop();
  if (m_thread.joinable()) m_thread.join();
  return m_leaks;
}

void SecretWatch::look() {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc", ignored}) {
    const std::string name = entry.path().filename();
    if (std::ranges::all_of(name, [](unsigned char c) { return std::isdigit(c) != 0; })) {
      look_at(entry.path());
    }
  }
}

void SecretWatch::look_at(const std::filesystem::path& process) {
  const std::string arguments = words_of(process / "cmdline");
  if (arguments.empty()) return;
  m_seen.insert(arguments);
  if (has_any(arguments, m_everywhere) || has_any(arguments, m_in_arguments)) {
    m_leaks.insert(arguments);
  }
  if (has_any(words_of(process / "environ"), m_everywhere)) {
    m_leaks.insert("environment of " + arguments);
  }
}

}  // namespace gameday::regions
