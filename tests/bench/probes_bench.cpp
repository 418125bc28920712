// SPDX-License-Identifier: Apache-2.0
// How many HTTP probes a second one core sends and judges, beside hey and wrk. All three are held
// to the same CPU and ask the same HAProxy, which has another one, over as many connections at
// once. A probe of the class fresh makes a connection for each request, so the others do as well:
// hey by -disable-keepalive, wrk by "Connection: close". A probe is all that a run makes of one:
// its own deadline, three moments, the body read and judged, the sample kept and written to disk.
// Then the same as a run sends them, open loop, at rates that are given.
// bench_probes [SECONDS]   of each measurement
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "drills/measure/outage.hpp"
#include "drills/measure/probes.hpp"
#include "drills/measure/sampler.hpp"
#include "drills/measure/sampler_loop.hpp"
#include "drills/record/timeline.hpp"
#include "drills/run/machine_load.hpp"
#include "drills/run/series.hpp"
#include "tests/world/support/scratch.hpp"
#include "world/dial.hpp"
#include "world/held_process.hpp"
#include "world/process.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

constexpr int k_connections[] = {1, 16, 64};
constexpr int k_rates[] = {1'000, 5'000, 10'000};
constexpr std::size_t k_open_loop_probes = 20;
constexpr int k_rounds = 3;

[[noreturn]] void stop(const std::string& why) {
  fmt::print(stderr, "could not measure: {}\n", why);
  std::exit(1);
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// This thread and what it starts from here on.
void hold_to(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) stop(fmt::format("no CPU {}", cpu));
}

/// The first two CPUs that we may use: ours, and the server's.
std::pair<int, int> two_cpus() {
  cpu_set_t allowed;
  std::vector<int> cpus;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) stop("no CPU is told");
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(cpu, &allowed)) cpus.push_back(cpu);
  }
  if (cpus.size() < 2) stop("it takes two CPUs");
  return {cpus[0], cpus[1]};
}

int free_port() {
  const UniqueFd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  auto* const where = reinterpret_cast<sockaddr*>(&at);
  if (bind(fd.get(), where, size) != 0 || getsockname(fd.get(), where, &size) != 0) {
    stop("no port is free");
  }
  return ntohs(at.sin_port);
}

/// HAProxy with one thread that answers as the lab's shop does.
class Server {
 public:
  Server() : m_endpoint(fmt::format("127.0.0.1:{}", free_port())) {
    const std::string file = m_scratch.write(
        "haproxy.cfg",
        fmt::format("global\n  nbthread 1\n"
                    "defaults\n  mode http\n  timeout connect 5s\n  timeout client 5s\n"
                    "  timeout server 5s\n"
                    "frontend shop\n  bind {}\n"
                    "  http-request return status 200 content-type application/json"
                    " hdr X-Region region-a"
                    " string '{{\"region\":\"region-a\",\"writable\":true}}'\n",
                    m_endpoint));
    auto started = HeldProcess::start({"haproxy", "-db", "-f", file});
    if (!started) stop(started.error().text());
    m_process.emplace(std::move(*started));
    const Deadline deadline{10s};
    while (dial(m_endpoint, 500ms).value_or(Dialled::failed) != Dialled::connected) {
      m_process->drain();
      if (deadline.passed() || m_process->ended()) stop("HAProxy: " + m_process->err());
      poll(nullptr, 0, 10);  // a refusal comes at once
    }
  }

  [[nodiscard]] std::string url() const { return "http://" + m_endpoint + "/healthz"; }
  [[nodiscard]] double cpu_seconds() const {
    clockid_t clock = 0;
    timespec used{};
    if (clock_getcpuclockid(m_process->pid(), &clock) != 0) stop("HAProxy is gone");
    clock_gettime(clock, &used);
    return static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
  }

 private:
  Scratch m_scratch;
  std::string m_endpoint;
  std::optional<HeldProcess> m_process;
};

double cpu_seconds(int who) {
  rusage used{};
  getrusage(who, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// What one way of asking came to.
struct Figures {
  double per_second = 0;
  double cpu_per_thousand = 0;
  double server_busy = 0;
};

/// Runs `work`, which gives how many requests were answered rightly.
Figures measured(const Server& server, int who, const std::function<double()>& work) {
  const double before = cpu_seconds(who);
  const double server_before = server.cpu_seconds();
  const auto began = std::chrono::steady_clock::now();
  const double requests = work();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  return {requests / took.count(), 1000 * (cpu_seconds(who) - before) / requests,
          (server.cpu_seconds() - server_before) / took.count()};
}

ProbeSpec probe_of(const Server& server, std::size_t number, Duration every) {
  ProbeSpec spec;
  spec.name = fmt::format("shop-{}", number);
  spec.kind = "http";
  spec.every = every;
  spec.timeout = 500ms;
  spec.params.set("url", server.url());
  spec.params.set("expect", std::make_shared<const Json>(
                                Json{{"status", 200}, {"json", {{"writable", true}}}}));
  return spec;
}

/// What takes samples in during a run.
class Record {
 public:
  Record() {
    auto recorder = Recorder::open(m_scratch.folder());
    if (!recorder) stop(recorder.error().text());
    m_recorder = std::move(*recorder);
    m_series.emplace(*m_recorder, [](const events::InstrumentTurned&) {});
  }
  [[nodiscard]] Series& series() { return *m_series; }
  void finish() {
    if (auto flushed = m_recorder->flush(); !flushed) stop(flushed.error().text());
  }

 private:
  Scratch m_scratch;
  std::unique_ptr<Recorder> m_recorder;
  std::optional<Series> m_series;
};

/// Probes of which each sends again when its answer is there, as the others' connections do.
class ClosedLoop {
 public:
  ClosedLoop(const Server& server, std::size_t connections, Duration length) {
    auto loop = SamplerLoop::make();
    if (!loop) stop(loop.error().text());
    m_loop = std::move(*loop);
    for (std::size_t i = 0; i < connections; ++i) {
      const ProbeSpec spec = probe_of(server, i, 20ms);
      auto probe = k_probe_http.make(spec, Inventory{}, *m_loop);
      if (!probe) stop(probe.error().text());
      m_probes.push_back({spec.name, std::move(*probe)});
    }
    m_until = SamplerLoop::now() + length;
  }

  /// Gives how many were good.
  double run() {
    for (One& one : m_probes) send(one);
    m_loop->run();
    m_record.finish();
    if (m_bad > 0) stop(fmt::format("{} samples were bad: {}", m_bad, m_error));
    return m_good;
  }

 private:
  struct One {
    std::string name;
    std::unique_ptr<Probe> probe;
  };

  void send(One& one) {
    ++m_under_way;
    one.probe->send(SamplerLoop::now(), [this, &one](const Sample& sample) {
      m_record.series().sample(one.name, sample);
      ++(sample.good ? m_good : m_bad);
      if (!sample.good) m_error = sample.error;
      --m_under_way;
      if (sample.done < m_until) return send(one);
      if (m_under_way == 0) m_loop->stop();
    });
  }

  Record m_record;
  std::unique_ptr<SamplerLoop> m_loop;
  std::vector<One> m_probes;
  Instant m_until{};
  int m_under_way = 0;
  double m_good = 0;
  double m_bad = 0;
  std::string m_error;
};

/// Another program, to its end; gives the number behind `key` in what it says.
double number_told(const std::vector<std::string>& argv, const std::string& key, Duration length) {
  const auto deadline = std::chrono::duration_cast<std::chrono::milliseconds>(length) + 30s;
  const auto done = run_process(argv, {}, deadline);
  if (!done) stop(done.error().text());
  const std::size_t at = done->out.find(key);
  if (done->status != 0 || at == std::string::npos) stop(argv.front() + ": " + done->out);
  return std::strtod(done->out.c_str() + at + key.size(), nullptr);
}

double by_hey(const Server& server, int connections, std::chrono::seconds length) {
  return number_told({"hey", "-z", fmt::format("{}s", length.count()), "-c",
                      fmt::format("{}", connections), "-disable-keepalive", server.url()},
                     "[200]", length);
}

double by_wrk(const Server& server, int connections, std::chrono::seconds length) {
  const auto rate =
      number_told({"wrk", "-t1", fmt::format("-c{}", connections),
                   fmt::format("-d{}s", length.count()), "-H", "Connection: close", server.url()},
                  "Requests/sec:", length);
  return rate * static_cast<double>(length.count());
}

struct Way {
  std::string name;
  std::string mode;
  int who;
  std::function<double()> work;
  std::vector<Figures> rounds = {};
};

double median_of(const Way& way, double Figures::* figure) {
  std::vector<double> values;
  for (const Figures& round : way.rounds) values.push_back(round.*figure);
  return median(std::move(values));
}

void compare(const Server& server, int connections, std::chrono::seconds length) {
  Way ways[] = {
      {"gameday", "a connection each", RUSAGE_SELF,
       [&] { return ClosedLoop(server, static_cast<std::size_t>(connections), length).run(); }},
      {"hey", "-disable-keepalive", RUSAGE_CHILDREN,
       [&] { return by_hey(server, connections, length); }},
      {"wrk", "Connection: close", RUSAGE_CHILDREN,
       [&] { return by_wrk(server, connections, length); }},
  };
  // Side by side in time, so that what else the machine does meets all of them.
  for (int i = 0; i < k_rounds; ++i) {
    for (Way& way : ways) way.rounds.push_back(measured(server, way.who, way.work));
  }
  const double ours = median_of(ways[0], &Figures::per_second);
  const double our_cpu = median_of(ways[0], &Figures::cpu_per_thousand);
  for (const Way& way : ways) {
    const double rate = median_of(way, &Figures::per_second);
    const double cpu = median_of(way, &Figures::cpu_per_thousand);
    fmt::print("{:<8} {:<19} {:>11} {:>10.0f} {:>11.4f} {:>8.0f} % {:>9.2f} {:>9.2f}\n", way.name,
               way.mode, connections, rate, cpu, 100 * median_of(way, &Figures::server_busy),
               ours / rate, cpu / our_cpu);
  }
  std::fflush(stdout);
}

/// The sampler of a run, with a thread of its own.
void open_loop(const Server& server, int rate, std::chrono::seconds length) {
  Record record;
  SamplerSetup setup;
  const Duration every = Duration{1s} * k_open_loop_probes / rate;
  for (std::size_t i = 0; i < k_open_loop_probes; ++i) {
    setup.probes.push_back(probe_of(server, i, every));
  }
  const auto names = setup.probes;
  auto sampler = Sampler::start(std::move(setup), record.series());
  if (!sampler) stop(sampler.error().text());
  poll(nullptr, 0, static_cast<int>(std::chrono::milliseconds{length}.count()));
  (*sampler)->stop();
  Samples all;
  for (const ProbeSpec& spec : names) {
    for (const Sample& sample : record.series().of(spec.name, Instant{})) all.push_back(sample);
  }
  const auto bad = std::ranges::count(all, false, &Sample::good);
  const auto sent = static_cast<double>(all.size());
  fmt::print(
      "{:>6} a second: {:>6.0f} sent, {} bad, lag p50 {:.3f} ms p99 {:.3f} ms, {:.4f} CPU s"
      " per 1,000\n",
      rate, sent, bad, 1e3 * to_seconds(lag_quantile(all, 0.5)),
      1e3 * to_seconds(lag_quantile(all, 0.99)), 1000 * (*sampler)->cpu_seconds() / sent);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  int seconds = argc > 1 ? std::atoi(argv[1]) : 0;
  const std::chrono::seconds length{seconds > 0 ? std::min(seconds, 10) : 3};
  const auto [ours, servers] = two_cpus();
  hold_to(servers);
  const Server server;
  hold_to(ours);
  MachineLoad load;
  static_cast<void>(load.steal_since_last());  // from here on
  fmt::print("{:<8} {:<19} {:>11} {:>10} {:>11} {:>10} {:>9} {:>9}\n", "by", "mode", "connections",
             "a second", "CPU s/1,000", "HAProxy", "ours, x", "CPU, x");
  for (const int connections : k_connections) compare(server, connections, length);
  for (const int rate : k_rates) open_loop(server, rate, length);
  fmt::print("steal    {:.2f} %\n", 100 * load.steal_since_last());
  fmt::print("goal     1.5 times as many as hey\n");
  return 0;
}
