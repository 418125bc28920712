// SPDX-License-Identifier: Apache-2.0
// How long it takes to cut and to heal 1, 100, 1,000 and 10,000 networks, both directions, by each
// mechanism; and beside it what one command for each rule takes. Runs in a network namespace of its
// own, as root or as an ordinary user.
// bench_cut [--full]   also 1,000 networks by one command for each rule
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "drills/run/machine_load.hpp"
#include "injectors/mechanisms.hpp"
#include "world/netfilter.hpp"
#include "world/process.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

constexpr auto k_deadline = 120s;
constexpr int k_rounds = 5;

/// How long one way of cutting took, in milliseconds; the best of the rounds and the median.
struct Times {
  std::vector<double> cut;
  std::vector<double> heal;
};

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point began) {
  return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// Networks with gaps between them, so that nothing could sum them up.
std::vector<std::string> networks(int count) {
  std::vector<std::string> all;
  for (int i = 0; i < count; ++i) {
    all.push_back(fmt::format("100.{}.{}.{}/28", 64 + i / 2048, i / 8 % 256, i % 8 * 32));
  }
  return all;
}

CutSpec spec_of(int count) {
  CutSpec spec;
  spec.run_id = "0123abcd";
  spec.fault = "bench";
  spec.networks = networks(count);
  spec.expires_after = 60s;
  return spec;
}

void stop(const std::string& why) {
  fmt::print(stderr, "could not measure: {}\n", why);
  _exit(1);
}

void command(const std::vector<std::string>& argv, const std::string& input = {}) {
  const auto done = run_process(argv, input, k_deadline);
  if (!done) stop(done.error().text());
  if (done->status != 0) stop(fmt::format("{}: {}", fmt::join(argv, " "), done->err));
}

/// Carries an action out as gameday does: packet filter transactions through an nft that is held.
void perform(NftSession& nft, const Action& action) {
  if (const auto* netfilter = std::get_if<Netfilter>(&action.what)) {
    const auto done = nft.run(netfilter->transactions, k_deadline);
    if (!done) stop(done.error().text());
    if (!done->ok) stop(done->err);
    return;
  }
  const auto& exec = std::get<Exec>(action.what);
  std::vector<std::string> argv;
  for (const Arg& arg : exec.argv) argv.push_back(std::get<std::string>(arg));
  std::string input;
  for (const Arg& piece : exec.stdin_text) input += std::get<std::string>(piece);
  command(argv, input);
}

/// Cuts and heals once; `make` and `lift` are timed.
void round(Times& times, const std::function<void()>& make, const std::function<void()>& lift) {
  const auto began = Clock::now();
  make();
  times.cut.push_back(ms_since(began));
  const auto healing = Clock::now();
  lift();
  times.heal.push_back(ms_since(healing));
}

Times by_mechanism(const Mechanism& mechanism, NftSession& nft, int count) {
  Times times;
  const auto changes = mechanism.cut(spec_of(count));
  if (!changes) stop(changes.error().text());
  for (int i = 0; i < k_rounds; ++i) {
    std::vector<Change> ready;
    for (const Change& change : *changes) {
      ready.push_back(resolve(change, Json::object(), std::chrono::system_clock::now()).value());
    }
    round(
        times,
        [&] {
          for (const Change& change : ready) perform(nft, change.apply);
        },
        [&] {
          for (const Change& change : ready) perform(nft, *change.revert);
        });
  }
  return times;
}

/// What a script does that calls iptables for each rule.
Times by_command(int count) {
  Times times;
  const auto rules = networks(count);
  const std::string chain = "ONE-BY-ONE";
  command({"iptables", "-N", chain});
  round(
      times,
      [&] {
        for (const std::string& network : rules) {
          command({"iptables", "-A", chain, "-s", network, "-j", "DROP"});
          command({"iptables", "-A", chain, "-d", network, "-j", "DROP"});
        }
      },
      [&] {
        for (std::size_t i = 0; i < 2 * rules.size(); ++i) command({"iptables", "-D", chain, "1"});
      });
  command({"iptables", "-X", chain});
  return times;
}

void tell(int count, const std::string& how, const Times& times) {
  fmt::print("{:>8}  {:<22} {:>12.1f} {:>12.1f} {:>12.1f}\n", count, how,
             *std::ranges::min_element(times.cut), median(times.cut), median(times.heal));
  std::fflush(stdout);
}

int measure(bool full) {
  auto nft = NftSession::start({"nft", "-i"}, 5s);
  if (!nft) stop(nft.error().text());
  MachineLoad load;
  static_cast<void>(load.steal_since_last());  // from here on
  fmt::print("{:>8}  {:<22} {:>12} {:>12} {:>12}\n", "networks", "by (ms)", "cut, best",
             "cut, median", "heal, median");
  for (const int count : {1, 100, 1000, 10'000}) {
    const Times nftables = by_mechanism(k_mechanism_nftables, *nft, count);
    tell(count, "nftables", nftables);
    tell(count, "iptables", by_mechanism(k_mechanism_iptables, *nft, count));
    if (count > 1000 || (count > 100 && !full)) continue;
    const Times one_by_one = by_command(count);
    tell(count, "a command for each rule", one_by_one);
    const double both_ways = median(nftables.cut) + median(nftables.heal);
    fmt::print("{:>8}  nftables is {:.0f} times faster than that, {:.0f} times to cut and heal\n",
               "", median(one_by_one.cut) / median(nftables.cut),
               (median(one_by_one.cut) + median(one_by_one.heal)) / both_ways);
  }
  fmt::print("steal         {:.2f} %\n", 100 * load.steal_since_last());
  fmt::print("goal          10,000 networks cut in under 150 ms as root, 400 ms otherwise;\n");
  fmt::print(
      "              1,000 cut and healed 500 times faster than by a command for each rule\n");
  return 0;
}

/// Runs this program again in a network namespace of its own.
int enter_namespace(char** argv) {
  std::vector<std::string> words{"unshare", "--net"};
  if (geteuid() != 0) {
    words.insert(words.end(), {"--user", "--map-current-user", "--keep-caps"});
  }
  words.insert(words.end(), {"--", std::filesystem::read_symlink("/proc/self/exe"), "--inside"});
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  for (char** more = argv + 1; *more != nullptr; ++more) pointers.push_back(*more);
  pointers.push_back(nullptr);
  execvp(pointers.front(), pointers.data());
  fmt::print(stderr, "could not start unshare: {}\n", std::strerror(errno));
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words{argv + 1, argv + argc};
  const auto given = [&](const char* word) { return std::ranges::count(words, word) > 0; };
  return given("--inside") ? measure(given("--full")) : enter_namespace(argv);
}
