// SPDX-License-Identifier: Apache-2.0
// How long `gameday --version` takes from its start to its end, and `gameday validate` of 1,000
// drills at once.
// bench_start [--full]   ten times as many starts
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "drills/run/machine_load.hpp"
#include "world/process.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

constexpr auto k_deadline = 120s;
constexpr int k_starts = 200;
constexpr int k_drills = 1000;
constexpr int k_rounds = 5;

[[noreturn]] void stop(const std::string& why) {
  fmt::print(stderr, "could not measure: {}\n", why);
  std::exit(1);
}

/// How long one run of a command takes, in milliseconds.
double run_ms(const std::vector<std::string>& argv) {
  const auto began = std::chrono::steady_clock::now();
  const auto done = run_process(argv, {}, k_deadline);
  const auto took = std::chrono::steady_clock::now() - began;
  if (!done) stop(done.error().text());
  if (done->status != 0) stop(done->err);
  return std::chrono::duration<double, std::milli>(took).count();
}

void tell(const std::string& what, std::vector<double> times) {
  std::ranges::sort(times);
  fmt::print("{:<28} median {:7.1f} ms  min {:7.1f} ms  max {:7.1f} ms\n", what,
             times[times.size() / 2], times.front(), times.back());
  std::fflush(stdout);
}

/// A folder with copies of the catalog's drill under names of their own; gone with it.
class Drills {
 public:
  Drills() {
    std::string pattern = fs::temp_directory_path() / "gameday-bench-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) stop("no temporary folder");
    m_folder = pattern;
    const fs::path catalog = fs::path{GAMEDAY_SOURCE_DIR} / "drills/catalog/region_blackhole.toml";
    std::ifstream stream{catalog};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    const std::size_t name = text.find("\"region_blackhole\"");
    if (name == text.npos) stop("no drill in " + catalog.string());
    for (int i = 0; i < k_drills; ++i) {
      std::string copy = text;
      copy.replace(name, std::string_view{"\"region_blackhole\""}.size(),
                   fmt::format("\"d{}\"", i));
      m_files.push_back(m_folder / fmt::format("d{}.toml", i));
      std::ofstream{m_files.back()} << copy;
    }
  }
  Drills(const Drills&) = delete;
  Drills& operator=(const Drills&) = delete;
  ~Drills() {
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
  }

  [[nodiscard]] const std::vector<std::string>& files() const { return m_files; }

 private:
  fs::path m_folder;
  std::vector<std::string> m_files;
};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words{argv + 1, argv + argc};
  const int starts = std::ranges::count(words, "--full") > 0 ? 10 * k_starts : k_starts;
  MachineLoad load;
  static_cast<void>(load.steal_since_last());  // from here on
  std::vector<double> times;
  for (int i = 0; i < starts; ++i) times.push_back(run_ms({GAMEDAY_BINARY, "--version"}));
  tell("gameday --version", times);

  const Drills drills;
  std::vector<std::string> validate{GAMEDAY_BINARY, "validate"};
  std::ranges::copy(drills.files(), std::back_inserter(validate));
  std::vector<double> rounds;
  for (int i = 0; i < k_rounds; ++i) rounds.push_back(run_ms(validate));
  tell(fmt::format("gameday validate, {} drills", k_drills), rounds);
  fmt::print("steal                        {:.2f} %\n", 100 * load.steal_since_last());
  fmt::print("goal                         under 15 ms to start, under 1,000 ms to validate\n");
  return 0;
}
