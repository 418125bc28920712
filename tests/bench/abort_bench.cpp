// SPDX-License-Identifier: Apache-2.0
// How long it takes from the word to stop until all is put back: the drill region_blackhole in a
// lab, stopped while its fault is in force, by Ctrl-C and by `gameday abort` from another terminal
// (whose own start counts). The kernel's word is nft's monitor in the lab's router; the journal's
// is the last change that it says is reverted, the table of the ledger among them.
// bench_abort [ROUNDS]
#include <fmt/format.h>
#include <signal.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "drills/record/sealed_line.hpp"
#include "drills/run/machine_load.hpp"
#include "tests/world/support/scratch.hpp"
#include "world/held_process.hpp"
#include "world/process.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

constexpr auto k_patience = 60s;
constexpr int k_aborted = 6;
const std::string k_lab = "bench-abort";

[[noreturn]] void stop(const std::string& why) {
  fmt::print(stderr, "could not measure: {}\n", why);
  std::exit(1);
}

std::vector<std::string> gameday_argv(const std::vector<std::string>& words) {
  std::vector<std::string> argv{GAMEDAY_BINARY};
  argv.insert(argv.end(), words.begin(), words.end());
  return argv;
}

HeldProcess begin(const std::vector<std::string>& words) {
  auto started = HeldProcess::start(gameday_argv(words));
  if (!started) stop(started.error().text());
  return std::move(*started);
}

/// The lab of the bench, up while this lives.
class Lab {
 public:
  Lab() {
    take_down();
    const auto up = run_process(gameday_argv({"lab", "up", "--name", k_lab}), {}, k_patience);
    if (!up) stop(up.error().text());
    if (up->status != 0) stop(up->err);
  }
  Lab(const Lab&) = delete;
  Lab& operator=(const Lab&) = delete;
  ~Lab() { take_down(); }

 private:
  static void take_down() {
    (void)run_process(gameday_argv({"lab", "down", "--name", k_lab}), {}, k_patience);
  }
};

/// The clock of the journal.
std::int64_t now_ns() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

/// When the journal of the one run of a home says that each of its changes was reverted.
std::map<std::string, std::int64_t> reverted_at(const fs::path& home) {
  std::map<std::string, std::int64_t> moments;
  std::map<std::string, std::string> states;
  for (const auto& run : fs::directory_iterator{home / "runs" / "region_blackhole"}) {
    std::ifstream journal{run.path() / "journal.jsonl"};
    for (std::string line; std::getline(journal, line);) {
      const auto record = unseal(line);
      if (!record || record->at("record") != "change") continue;
      const std::string id = record->at("id");
      states[id] = record->at("state");
      moments[id] = record->at("at");
    }
  }
  for (const auto& [id, state] : states) {
    if (state != "reverted") stop(id + " is " + state);
  }
  return moments;
}

/// Milliseconds since the word to stop, one a round.
struct Times {
  std::vector<double> kernel;  ///< the fault's table is gone
  std::vector<double> fault;   ///< the journal has it
  std::vector<double> all;     ///< the journal has every change
};

/// One run from its start to its end; `say_stop` is given its pid.
void round(Times& times, const std::function<void(int)>& say_stop) {
  const Scratch home;
  setenv("GAMEDAY_HOME", home.folder().c_str(), 1);
  HeldProcess monitor = begin({"enter", k_lab, "router", "--", "nft", "monitor", "destroy"});
  HeldProcess run = begin({"run", "region_blackhole", "--lab", k_lab, "--yes"});
  const auto tells = [&] { return run.err().find("is in force") != std::string::npos; };
  if (auto told = run.wait_until(tells, Deadline{k_patience}); !told) stop(told.error().text());

  const std::int64_t began = now_ns();
  say_stop(run.pid());
  const auto is_gone = [&] { return monitor.out().find("delete table") != std::string::npos; };
  if (auto gone = monitor.wait_until(is_gone, Deadline{k_patience}); !gone) {
    stop(gone.error().text());
  }
  const std::int64_t gone_at = now_ns();
  (void)run.wait_until([&] { return run.ended(); }, Deadline{k_patience});
  if (!run.end() || run.end()->status != k_aborted) stop(run.err());

  const auto since = [&](std::int64_t at) { return static_cast<double>(at - began) / 1e6; };
  times.kernel.push_back(since(gone_at));
  std::int64_t fault = 0;
  std::int64_t all = 0;
  for (const auto& [id, at] : reverted_at(home.folder())) {
    if (id.starts_with("fault.")) fault = std::max(fault, at);
    all = std::max(all, at);
  }
  times.fault.push_back(since(fault));
  times.all.push_back(since(all));
}

void tell(const std::string& what, std::vector<double> times) {
  std::ranges::sort(times);
  fmt::print("  {:<34} median {:6.1f} ms  min {:6.1f} ms  max {:6.1f} ms\n", what,
             times[times.size() / 2], times.front(), times.back());
  std::fflush(stdout);
}

void measure(const std::string& how, int rounds, const std::function<void(int)>& say_stop) {
  Times times;
  for (int i = 0; i < rounds; ++i) round(times, say_stop);
  fmt::print("{}, {} rounds\n", how, rounds);
  tell("the cut is gone from the kernel", times.kernel);
  tell("its change is reverted", times.fault);
  tell("every change is reverted", times.all);
}

}  // namespace

int main(int argc, char** argv) {
  const int wanted = argc > 1 ? std::atoi(argv[1]) : 0;
  const int rounds = wanted > 0 ? std::min(wanted, 20) : 5;
  const Scratch live;
  const std::string sources = GAMEDAY_SOURCE_DIR;
  setenv("GAMEDAY_LIVE", live.folder().c_str(), 1);
  setenv("GAMEDAY_CATALOG", (sources + "/drills/catalog:" + sources + "/runbooks/catalog").c_str(),
         1);
  const Lab lab;
  MachineLoad load;
  static_cast<void>(load.steal_since_last());  // from here on
  measure("Ctrl-C", rounds, [](int pid) { kill(pid, SIGINT); });
  std::vector<HeldProcess> others;
  measure("gameday abort", rounds, [&](int) { others.push_back(begin({"abort"})); });
  fmt::print("steal {:.2f} %\n", 100 * load.steal_since_last());
  fmt::print("goal  every change under 100 ms\n");
  return 0;
}
