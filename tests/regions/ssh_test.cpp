// SPDX-License-Identifier: Apache-2.0
// Other machines by ssh: what gets there, who is let in, and a region that is cut at eight routers
// at once. Each machine is a network namespace with a real sshd. For root, who may make those.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "drills/record/run_directory.hpp"
#include "drills/run/executor.hpp"
#include "drills/run/side_by_side.hpp"
#include "injectors/injectors.hpp"
#include "tests/fakes/fake_prompt.hpp"
#include "tests/regions/support/drill.hpp"
#include "tests/world/support/ssh_stage.hpp"
#include "world/clock.hpp"
#include "world/held_process.hpp"
#include "world/perform.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t k_hosts = 8;

bool is_root() {
  if (geteuid() == 0) return true;
  MESSAGE("skipped: only root may make machines of network namespaces");
  return false;
}

Result<Outcome> run_on(const SshStage& stage, const std::string& host, const Exec& exec,
                       std::chrono::milliseconds deadline = 10s) {
  return RealPerformer{stage.inventory()}.perform({{host}, deadline, exec});
}

std::size_t count(const std::string& text, const std::string& piece) {
  std::size_t times = 0;
  for (auto at = text.find(piece); at != text.npos; at = text.find(piece, at + 1)) ++times;
  return times;
}

/// A region cut off at all hosts of a stage, with journal and executor.
struct Cut {
  Cut(const Inventory& inventory, const std::string& mechanism)
      : performer{inventory},
        folder{
            make_run_folder(home.folder(), "ssh", id, std::chrono::system_clock::now()).value()} {
    Params params;
    params.set("region", std::string{"region-a"});
    params.set("mechanism", mechanism);
    auto plan = k_injector_region_blackhole.plan(params, {id, "cut", inventory, 60s, false});
    REQUIRE_MESSAGE(plan, (plan ? "" : plan.error().text()));
    changes = std::move(plan->changes);
    JournalHead head;
    head.run_id = id;
    head.boot_id = boot_id();
    journal.emplace(Journal::create(folder / "journal.jsonl", head).value());
    executor.emplace(world, *journal, OnMoved{});
  }

  [[nodiscard]] ChangeState state_of(const std::string& change) const {
    return journal->content().find(change)->state;
  }

  Home home;
  std::string id = make_run_id();
  RealClock clock;
  RealPerformer performer;
  FakePrompt prompt;
  World world{clock, performer, prompt};
  std::filesystem::path folder;
  std::vector<Change> changes;
  std::optional<Journal> journal;
  std::optional<Executor> executor;
};

/// One sign for each host: "+" = packets get through it.
std::string passing() {
  std::string shown(k_hosts, '?');
  side_by_side(std::vector<Lane>{{0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}}, k_hosts,
               [&shown](std::size_t host) {
                 shown[host] = SshStage::passes(host) ? '+' : '-';
                 return true;
               });
  return shown;
}

/// The inventory as a file, for `gameday recover`.
void freeze(const SshStage& stage, const std::filesystem::path& folder) {
  std::ofstream file{folder / "inventory.toml"};
  file << "environment = \"test\"\n[region.region-a]\nnetworks = [\"10.98.0.0/16\"]\n";
  for (const auto& [name, host] : stage.inventory().hosts) {
    file << fmt::format(
        "[host.{}]\ntransport = \"ssh\"\naddress = \"{}\"\n"
        "ssh = {{ user = \"root\", identity = \"{}\", known_hosts = \"{}\" }}\n",
        name, host.address, host.ssh.identity, host.ssh.known_hosts);
  }
  std::ofstream{folder / "variables.json"} << "{}\n";
}

}  // namespace

TEST_CASE("words, input and status get there and back unchanged, over one connection") {
  if (!is_root()) return;
  SshStage stage{1};
  const char* const print_words = "print join(\"\\0\", @ARGV), \"\\n\", <STDIN>; exit 7";
  std::mt19937 random{3};
  std::vector<std::string> words{
      "",   "it's", "\"q\"", "$(touch /tmp/x)", "`id`", "a\nb", "*", "~root", "\\", "!!", "a  b",
      "-n", "&",    "#"};
  for (int round = 0; round < 10; ++round) {
    CAPTURE(round);
    Exec exec{{"perl", "-e", print_words, "--"}, {"in\n", "$HOME"}};
    std::string expected;
    for (const std::string& word : words) {
      exec.argv.emplace_back(word);
      if (exec.argv.size() > 5) expected += '\0';
      expected += word;
    }
    const auto done = run_on(stage, "h0", exec);
    REQUIRE_MESSAGE(done, (done ? "" : done.error().text()));
    CHECK(done->status == 7);
    CHECK(done->out == expected + "\nin\n$HOME");
    words.assign(20, "");
    for (std::string& word : words) {
      for (auto left = random() % 20; left > 0; --left) {
        word += static_cast<char>(1 + random() % 255);
      }
    }
  }
  CHECK(count(stage.told(0), "Accepted publickey") == 1);
}

TEST_CASE("what still runs at its deadline is ended there") {
  if (!is_root()) return;
  const SshStage stage{1};
  const std::string marker = fmt::format("gameday-late-{}", getpid());
  const auto late =
      run_on(stage, "h0", Exec{{"perl", "-e", "$SIG{HUP} = 'IGNORE'; sleep 300", marker}}, 1s);
  CHECK((!late || late->status == 124));
  CHECK(eventually(
      [&] {
        const auto looked = run_process({"pgrep", "-f", "^perl.*" + marker}, "", 5s);
        return looked && looked->status == 1;
      },
      5s));
}

TEST_CASE("a machine with another host key is refused, also while the right one is connected") {
  if (!is_root()) return;
  SshStage stage{1};
  REQUIRE(run_on(stage, "h0", Exec{{"true"}}));
  Inventory wrong = stage.inventory();
  wrong.hosts["h0"].ssh.known_hosts = stage.file("wrong_hosts");
  const auto refused = RealPerformer{wrong}.perform({{"h0"}, 10s, Exec{{"true"}}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().text().find("Host key verification failed") != std::string::npos);
  wrong.hosts["h0"].ssh.known_hosts = stage.file("no_such_file");
  CHECK_FALSE(RealPerformer{wrong}.perform({{"h0"}, 10s, Exec{{"true"}}}));
  wrong = stage.inventory();
  wrong.hosts["h0"].ssh.identity = stage.file("stranger");
  CHECK_FALSE(RealPerformer{wrong}.perform({{"h0"}, 10s, Exec{{"true"}}}));
  CHECK(count(stage.told(0), "Accepted publickey") == 1);
}

TEST_CASE("a jump host is gone through, and its key is checked as well") {
  if (!is_root()) return;
  SshStage stage{2};
  Inventory all = stage.inventory();
  // 127.0.0.1 as seen from the jump host is h1 itself, which nothing but a jump gets to.
  Host far = all.hosts.at("h0");
  far.name = "far";
  far.address = "127.0.0.1";
  far.ssh.jump = "root@10.99.1.2:22";
  all.hosts["far"] = far;
  const Exec exec{{"perl", "-e", "print $ENV{SSH_CONNECTION}"}};
  const auto unknown = RealPerformer{all}.perform({{"far"}, 10s, exec});
  CHECK_FALSE(unknown);  // 127.0.0.1 is not among the known hosts
  std::ofstream{stage.file("known_hosts"), std::ios::app}
      << "127.0.0.1 " << std::ifstream{stage.file("host.pub")}.rdbuf();
  const auto there = RealPerformer{all}.perform({{"far"}, 10s, exec});
  REQUIRE_MESSAGE(there, (there ? "" : there.error().text()));
  CHECK(there->out.starts_with("127.0.0.1 "));
  CHECK(count(stage.told(1), "Accepted publickey") == 2);  // to jump, and to get in behind it
  CHECK(stage.told(0).find("Accepted") == std::string::npos);
  close_ssh_connections(all);
}

TEST_CASE("a region is cut at eight routers at once, by either mechanism, and comes back") {
  if (!is_root()) return;
  const SshStage stage{k_hosts};
  CHECK(passing() == "++++++++");
  for (const std::string mechanism : {"nftables", "iptables"}) {
    CAPTURE(mechanism);
    Cut cut{stage.inventory(), mechanism};
    const auto done = cut.executor->apply_all(cut.changes);
    REQUIRE_MESSAGE(done, (done ? "" : done.error().text()));
    CHECK(passing() == "--------");
    CHECK(cut.executor->revert_each(cut.changes).empty());
    CHECK(passing() == "++++++++");
    for (const Change& change : cut.changes) {
      CHECK(cut.state_of(change.id) == ChangeState::reverted);
    }
  }
}

TEST_CASE("a router that is reached through itself is refused, and the cut has lapsed by then") {
  if (!is_root()) return;
  const SshStage stage{1};
  auto behind = HeldProcess::start(
      SshStage::inside("behind", {"setpriv", "--pdeathsig", "KILL", "/usr/sbin/sshd", "-D", "-e",
                                  "-f", stage.file("sshd_config")}));
  REQUIRE(behind);
  // The jump host stands in the region that h0 cuts off.
  Inventory all = stage.inventory();
  Host& host = all.hosts.at("h0");
  host.address = "10.98.0.1";
  host.ssh.jump = "root@10.98.0.2";
  REQUIRE(eventually(
      [&] { return RealPerformer{all}.perform({{"h0"}, 10s, Exec{{"true"}}}).has_value(); }, 10s));
  for (const std::string mechanism : {"nftables", "iptables"}) {
    CAPTURE(mechanism);
    Cut cut{all, mechanism};
    const auto done = cut.executor->apply_all(cut.changes);
    REQUIRE_FALSE(done);
    CHECK_MESSAGE(done.error().kind == ErrorKind::refused, done.error().text());
    CHECK(SshStage::passes(0));
    CHECK(cut.executor->revert_all(&Change::on_abort).empty());
    CHECK(cut.state_of(cut.changes.front().id) == ChangeState::reverted);
  }
  close_ssh_connections(all);
}

TEST_CASE("one router that cannot be reached is named, and all the others go back") {
  if (!is_root()) return;
  SshStage stage{k_hosts};
  Cut cut{stage.inventory(), "nftables"};
  stage.stop(5);
  const auto done = cut.executor->apply_all(cut.changes);
  REQUIRE_FALSE(done);
  CHECK(done.error().where == "h5");
  CHECK(done.error().text().find("Connection refused") != std::string::npos);
  CHECK(cut.executor->revert_all(&Change::on_abort) == std::vector<std::string>{"fault.cut.h5"});
  CHECK(passing() == "++++++++");
  CHECK(cut.state_of("fault.cut.h5") == ChangeState::stuck);
  stage.start(5);
  CHECK(cut.executor->revert_all(&Change::on_abort).empty());
  CHECK(cut.state_of("fault.cut.h5") == ChangeState::reverted);
}

TEST_CASE("a router out of reach when it is to go back is exit 3; recover lifts it later") {
  if (!is_root()) return;
  SshStage stage{k_hosts};
  Cut cut{stage.inventory(), "nftables"};
  freeze(stage, cut.folder);
  const LivePointer pointer{.run_id = cut.id,
                            .folder = cut.folder,
                            .pid = 1,
                            .start_time = 1,
                            .boot_id = boot_id(),
                            .inventory = "test"};
  REQUIRE(write_live_pointer(pointer));
  REQUIRE(cut.executor->apply_all(cut.changes));
  cut.executor.reset();
  cut.journal.reset();
  stage.stop(2);
  const ProcessOutcome stuck = gameday({"recover"});
  CHECK(stuck.status == 3);
  CHECK((stuck.out + stuck.err).find("h2") != std::string::npos);
  CHECK(passing() == "++-+++++");
  stage.start(2);
  const ProcessOutcome lifted = gameday({"recover"});
  CHECK_MESSAGE(lifted.status == 0, lifted.out, lifted.err);
  // The shared connections went with the last who used them.
  CHECK(std::filesystem::is_empty(stage.file("gameday-ssh")));
  CHECK(passing() == "++++++++");
}

}  // namespace gameday::regions
