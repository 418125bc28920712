// SPDX-License-Identifier: Apache-2.0
// How long it takes to cut a network on 100 machines and to heal it, by ssh: by gameday as a run
// does it, with its journal; and beside it by pdsh and by ansible. All of them load the same rules
// and see that they are there, delete them and see that they are gone; the others are given both as
// one command. Each machine is a network namespace of this one with an sshd of its own, whose shell
// has no settings to read. gameday and ansible share a connection a machine, and have it open in
// all rounds but ansible's first; pdsh cannot. For root.
// bench_hosts [HOSTS]
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drills/record/run_directory.hpp"
#include "drills/run/executor.hpp"
#include "drills/run/machine_load.hpp"
#include "injectors/injectors.hpp"
#include "tests/world/support/ssh_stage.hpp"
#include "world/clock.hpp"
#include "world/netfilter.hpp"
#include "world/perform.hpp"
#include "world/prompt.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

constexpr auto k_deadline = 300s;
constexpr int k_rounds = 3;

/// Seconds of one way to cut and to heal all machines, one a round.
struct Times {
  std::vector<double> cut;
  std::vector<double> heal;
  std::vector<double> both;
};

[[noreturn]] void stop(const std::string& why) {
  fmt::print(stderr, "could not measure: {}\n", why);
  std::exit(1);
}

double timed(const std::function<void()>& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

Times measure(const std::function<void()>& cut, const std::function<void()>& heal) {
  Times times;
  for (int i = 0; i < k_rounds; ++i) {
    times.cut.push_back(timed(cut));
    times.heal.push_back(timed(heal));
    times.both.push_back(times.cut.back() + times.heal.back());
  }
  return times;
}

void tell(const std::string& how, const std::string& width, const Times& times) {
  fmt::print("{:<10} {:<12} {:>10.2f} {:>10.2f} {:>10.2f} {:>12.2f}\n", how, width,
             median(times.cut), median(times.heal), median(times.both),
             *std::ranges::min_element(times.both));
  std::fflush(stdout);
}

FaultPlan plan_cut(const Inventory& inventory, const std::string& run_id) {
  Params params;
  params.set("region", std::string{"region-a"});
  auto plan = k_injector_region_blackhole.plan(params, {run_id, "cut", inventory, 600s, false});
  if (!plan) stop(plan.error().text());
  return std::move(*plan);
}

/// As a run does it: each round has a journal of its own, on the disk.
Times by_gameday(const Inventory& inventory, const std::filesystem::path& folder) {
  RealClock clock;
  RealPerformer performer{inventory};
  NobodyToAsk prompt;
  World world{clock, performer, prompt};
  std::optional<Journal> journal;
  std::optional<Executor> executor;
  FaultPlan plan;
  const auto begin = [&] {
    executor.reset();
    journal.reset();
    JournalHead head;
    head.run_id = make_run_id();
    head.boot_id = boot_id();
    auto made = Journal::create(folder / (head.run_id + ".jsonl"), head);
    if (!made) stop(made.error().text());
    journal.emplace(std::move(*made));
    executor.emplace(world, *journal, OnMoved{});
    plan = plan_cut(inventory, head.run_id);
  };
  begin();
  // The look of a run's preparation, which opens the connections.
  std::vector<std::string> hosts;
  for (const Change& change : plan.changes) hosts.push_back(change.apply.host.name);
  const double opening = timed([&] {
    side_by_side(lanes_by_host(hosts), k_side_by_side, [&](std::size_t at) {
      const auto looked = performer.perform(plan.changes[at].verify.look);
      return read_seen(plan.changes[at].verify, looked) == Seen::gone;
    });
  });
  fmt::print("gameday's first look, which opens the connections: {:.2f} s\n", opening);
  return measure(
      [&] {
        begin();
        if (auto done = executor->apply_all(plan.changes); !done) stop(done.error().text());
      },
      [&] {
        for (const Error& error : executor->revert_each(plan.changes)) stop(error.text());
      });
}

/// A program that does one command on all machines.
struct Other {
  std::string name;
  std::string width;              ///< how many machines at once, in its own words
  std::vector<std::string> argv;  ///< what the command is put behind
};

void run(const Other& other, const std::string& command) {
  std::vector<std::string> argv = other.argv;
  argv.push_back(command);
  const auto done = run_process(argv, "", k_deadline);
  if (!done) stop(done.error().text());
  if (done->status != 0) stop(fmt::format("{}: {}{}", other.name, done->err, done->out));
}

/// Gives what both took.
double tell_beside(const Other& other, const SshStage& stage, const Times& ours) {
  const std::string look = fmt::format("nft -f {}", stage.file("look.nft"));
  const Times theirs =
      measure([&] { run(other, fmt::format("nft -f {} && {}", stage.file("cut.nft"), look)); },
              [&] { run(other, fmt::format("nft -f {} && ! {}", stage.file("heal.nft"), look)); });
  tell(other.name, other.width, theirs);
  return median(theirs.both) / median(ours.both);
}

void write(const std::string& file, const std::string& text) {
  std::ofstream{file, std::ios::binary} << text;
}

/// pdsh asks ssh with the same checks; its connections are its own each time.
Other make_pdsh(const SshStage& stage, const Inventory& inventory, const std::string& width) {
  std::string hosts;
  for (const auto& [name, host] : inventory.hosts) hosts += host.address + "\n";
  write(stage.file("hosts"), hosts);
  setenv("PDSH_SSH_ARGS_APPEND",
         fmt::format("-i {} -o UserKnownHostsFile={} -o StrictHostKeyChecking=yes -o BatchMode=yes",
                     stage.file("user"), stage.file("known_hosts"))
             .c_str(),
         1);
  return {"pdsh",
          "-f " + width,
          {"pdsh", "-S", "-R", "ssh", "-l", "root", "-f", width, "-w", "^" + stage.file("hosts")}};
}

/// ansible shares connections, as it does by default; with pipelining, which is faster.
Other make_ansible(const SshStage& stage, const Inventory& inventory, const std::string& width) {
  std::string hosts;
  for (const auto& [name, host] : inventory.hosts) {
    hosts += fmt::format("{} ansible_host={}\n", name, host.address);
  }
  write(stage.file("ansible_hosts"), hosts);
  const std::pair<const char*, std::string> settings[] = {
      {"ANSIBLE_HOME", stage.file("ansible")},
      {"ANSIBLE_REMOTE_TEMP", stage.file("ansible-remote")},
      {"ANSIBLE_PIPELINING", "True"},
      {"ANSIBLE_PYTHON_INTERPRETER", "/usr/bin/python3"},
      {"ANSIBLE_SSH_ARGS",
       fmt::format("-o ControlMaster=auto -o ControlPersist=60s -o UserKnownHostsFile={}",
                   stage.file("known_hosts"))}};
  for (const auto& [name, value] : settings) setenv(name, value.c_str(), 1);
  return {"ansible",
          "--forks " + width,
          {"ansible", "all", "-i", stage.file("ansible_hosts"), "-u", "root", "--private-key",
           stage.file("user"), "-f", width, "-o", "-m", "shell", "-a"}};
}

/// The rules of one machine's change, as a file for those who load it by `nft -f`.
void write_rules(const SshStage& stage, const Inventory& inventory) {
  const FaultPlan plan = plan_cut(inventory, "0123abcd");
  const Change change =
      resolve(plan.changes.front(), Json::object(), std::chrono::system_clock::now()).value();
  const auto script = [](const Action& action) {
    return netfilter_script(std::get<Netfilter>(action.what).transactions);
  };
  // Fine where it is there already: ansible does a command again whose connection broke.
  write(stage.file("cut.nft"), script(*change.revert) + script(change.apply));
  write(stage.file("heal.nft"), script(*change.revert));
  write(stage.file("look.nft"), script(change.verify.look));
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t hosts = 100;
  if (argc > 1) {
    const std::string_view word{argv[1]};
    (void)std::from_chars(word.data(), word.data() + word.size(), hosts);
  }
  const SshStage stage{std::min<std::size_t>(hosts, 200), false};
  const Inventory inventory = stage.inventory();
  write_rules(stage, inventory);
  const std::filesystem::path folder = fmt::format("/var/tmp/gameday-bench-{}", getpid());
  std::filesystem::create_directory(folder);
  MachineLoad load;
  static_cast<void>(load.steal_since_last());  // from here on
  fmt::print("{} machines, seconds\n", inventory.hosts.size());
  fmt::print("{:<10} {:<12} {:>10} {:>10} {:>10} {:>12}\n", "by", "at once", "cut", "heal", "both",
             "both, best");
  const Times ours = by_gameday(inventory, folder);
  tell("gameday", fmt::format("{}", k_side_by_side), ours);
  double pdsh = 1e9;
  for (const char* width : {"32", "100"}) {
    pdsh = std::min(pdsh, tell_beside(make_pdsh(stage, inventory, width), stage, ours));
  }
  const double ansible = tell_beside(make_ansible(stage, inventory, "25"), stage, ours);
  fmt::print("gameday is {:.2f} times as fast as pdsh, {:.2f} times as fast as ansible\n", pdsh,
             ansible);
  fmt::print("steal      {:.2f} %\n", 100 * load.steal_since_last());
  fmt::print("goal       5 times as fast as ansible, no slower than pdsh\n");
  std::filesystem::remove_all(folder);
  return 0;
}
