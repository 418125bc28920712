// SPDX-License-Identifier: Apache-2.0
#include "cli/stopping.hpp"

#include <poll.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>

#include "drills/run/preflight.hpp"

namespace gameday {

std::string who_asks() {
  const passwd* user = getpwuid(getuid());
  std::string name = user != nullptr ? user->pw_name : std::to_string(getuid());
  std::array<char, 64> terminal{};
  if (ttyname_r(STDERR_FILENO, terminal.data(), terminal.size()) == 0) {
    name += std::string{" on "} + terminal.data();
  }
  return name;
}

std::vector<LivePointer> live_runs_named(const std::string& name) {
  std::vector<LivePointer> named;
  for (const LivePointer& run : live_pointers()) {
    if (!is_alive(run)) continue;
    const std::string folder = run.folder.string();
    if (name.empty() || name == run.run_id || name == folder || folder.ends_with("/" + name)) {
      named.push_back(run);
    }
  }
  return named;
}

Result<void> ask_to_abort(const LivePointer& run, const std::string& why) {
  const std::filesystem::path file = abort_file(run.folder);
  std::ofstream stream(file);
  stream << why << " (" << who_asks() << ")\n";
  stream.close();
  if (!stream) return fail_errno("ask run " + run.run_id + " to abort", file, errno);
  return {};
}

std::vector<LivePointer> wait_until_ended(std::vector<LivePointer> runs,
                                          std::chrono::milliseconds patience) {
  constexpr int k_look_ms = 50;
  const auto until = std::chrono::steady_clock::now() + patience;
  while (true) {
    std::erase_if(runs, [](const LivePointer& run) { return !is_alive(run); });
    if (runs.empty() || std::chrono::steady_clock::now() >= until) return runs;
    poll(nullptr, 0, k_look_ms);
  }
}

}  // namespace gameday
