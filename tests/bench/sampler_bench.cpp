// SPDX-License-Identifier: Apache-2.0
// How late the sampler sends at 1,000 samples a second while faults go in: half of them HTTP
// requests to a region that is there, half TCP connections to one that is cut off again and again.
// bench_sampler [SECONDS] [--realtime]
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <string>
#include <thread>

#include "drills/measure/outage.hpp"
#include "drills/measure/sampler.hpp"
#include "drills/run/machine_load.hpp"
#include "lab/lab.hpp"
#include "tests/drills/measure/support/collector.hpp"
#include "tests/drills/measure/support/test_server.hpp"
#include "world/process.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t k_probes = 10;
constexpr Duration k_every = 10ms;
constexpr Duration k_timeout = 100ms;
constexpr int k_pause_ms = 500;  // between two faults
const std::string k_lab = "bench-sampler";

struct Options {
  std::chrono::seconds length{10};
  bool realtime = false;
};

bool gameday_does(const std::vector<std::string>& arguments, std::string_view input = {}) {
  std::vector<std::string> argv{GAMEDAY_BINARY};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  const auto done = run_process(argv, input, 60s);
  if (done && done->status == 0) return true;
  fmt::print(stderr, "{}\n", done ? done->err : done.error().text());
  return false;
}

/// Cuts the ports of region A for 200 ms twice a second, from a process of its own: once this one
/// has joined the lab it could start nothing outside.
pid_t start_faults(int count) {
  const pid_t child = fork();
  if (child != 0) return child;
  const std::string table =
      "table inet bench_sampler {\n set ports { type inet_service; flags interval, timeout; }\n"
      " chain forward { type filter hook forward priority 0; policy accept;\n"
      "  ip daddr 10.77.1.20 tcp dport @ports drop\n }\n}\n";
  const std::vector<std::string> nft{"enter", k_lab, "router", "--", "nft", "-f", "-"};
  bool fine = gameday_does(nft, table);
  for (int i = 0; i < count && fine; ++i) {
    poll(nullptr, 0, k_pause_ms);
    fine = gameday_does(nft, "add element inet bench_sampler ports { 1-65535 timeout 200ms }\n");
  }
  _exit(fine ? 0 : 1);
}

/// Servers of a zone, on an address of it.
void serve(std::list<test::TestServer>& servers, const std::string& zone,
           const std::string& address) {
  std::thread inside([&] {
    if (!lab::enter_network(k_lab, zone)) return;
    for (std::size_t i = 0; i < k_probes / 2; ++i) {
      servers.emplace_back(test::answer_http({test::http_answer(200, "{}")}), address);
    }
  });
  inside.join();
}

ProbeSpec probe_of(const test::TestServer& server, const std::string& kind, std::size_t number) {
  ProbeSpec spec;
  spec.name = fmt::format("{}-{}", kind, number);
  spec.kind = kind;
  spec.every = k_every;
  spec.timeout = k_timeout;
  spec.params.set("url", "http://" + server.endpoint() + "/healthz");
  spec.params.set("target", server.endpoint());
  return spec;
}

SamplerSetup make_setup(const std::list<test::TestServer>& cut,
                        const std::list<test::TestServer>& safe, bool realtime) {
  SamplerSetup setup;
  setup.enter = [] { return lab::enter_network(k_lab, "world"); };
  setup.realtime = realtime;
  std::size_t number = 0;
  for (const test::TestServer& server : cut) {
    setup.probes.push_back(probe_of(server, "tcp", number++));
  }
  for (const test::TestServer& server : safe) {
    setup.probes.push_back(probe_of(server, "http", number++));
  }
  return setup;
}

double ms(Duration value) { return to_seconds(value) * 1e3; }

void tell(const SamplerSetup& setup, const test::Collector& collector, double cpu, double steal,
          std::chrono::seconds length) {
  Samples all;
  for (const ProbeSpec& spec : setup.probes) {
    for (const Sample& sample : collector.samples(spec.name)) all.push_back(sample);
  }
  const auto bad = std::ranges::count(all, false, &Sample::good);
  fmt::print("schedule lag  p50 {:.3f} ms  p99 {:.3f} ms  max {:.3f} ms\n",
             ms(lag_quantile(all, 0.5)), ms(lag_quantile(all, 0.99)), ms(lag_quantile(all, 1.0)));
  fmt::print("samples       {} in {} s, {} of them bad (cut off)\n", all.size(), length.count(),
             bad);
  fmt::print("sampler's CPU {:.1f} % of a core\n", 100 * cpu / static_cast<double>(length.count()));
  fmt::print("steal         {:.2f} %\n", 100 * steal);
  fmt::print("goal          p50 under 0.1 ms, p99 under 1.5 ms where steal is under 2 %\n");
}

int measure(const Options& options) {
  const pid_t faults =
      start_faults(static_cast<int>(options.length / std::chrono::milliseconds{k_pause_ms}));
  if (auto joined = lab::join_user_namespace(k_lab); !joined) {
    fmt::print(stderr, "{}\n", joined.error().text());
    kill(faults, SIGKILL);
    waitpid(faults, nullptr, 0);
    return 1;
  }
  std::list<test::TestServer> cut;
  std::list<test::TestServer> safe;
  serve(cut, "region-a", "10.77.1.20");
  serve(safe, "region-b", "10.77.2.20");
  const SamplerSetup setup = make_setup(cut, safe, options.realtime);
  test::Collector collector;
  MachineLoad load;
  static_cast<void>(load.steal_since_last());  // from here on
  auto sampler = Sampler::start(setup, collector);
  if (!sampler) fmt::print(stderr, "{}\n", sampler.error().text());
  int status = 0;
  waitpid(faults, &status, 0);
  if (sampler) {
    (*sampler)->stop();
    tell(setup, collector, (*sampler)->cpu_seconds(), load.steal_since_last(), options.length);
  }
  if (status != 0) fmt::print(stderr, "the faults did not all go in\n");
  return sampler && status == 0 ? 0 : 1;
}

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--realtime") options.realtime = true;
    if (const int seconds = std::atoi(word.c_str()); seconds > 0) {
      options.length = std::chrono::seconds{seconds};
    }
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  gameday_does({"lab", "down", "--name", k_lab});
  if (!gameday_does({"lab", "up", "--name", k_lab})) return 1;
  // Whoever has joined the lab cannot take it down: that is left to this process.
  const pid_t child = fork();
  if (child == 0) {
    const int measured = measure(options);
    std::fflush(stdout);
    _exit(measured);
  }
  int status = 0;
  waitpid(child, &status, 0);
  gameday_does({"lab", "down", "--name", k_lab});
  return status == 0 ? 0 : 1;
}
