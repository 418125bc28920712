// SPDX-License-Identifier: Apache-2.0
// What freezes and continues processes, carried out on processes of this machine.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "injectors/freeze.hpp"
#include "tests/drills/run/here.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

/// The character behind the name in /proc/<pid>/stat; '-' where there is no such process.
char state_of(pid_t pid) {
  std::ifstream file{fmt::format("/proc/{}/stat", pid)};
  std::string line;
  std::getline(file, line);
  const std::size_t at = line.rfind(") ");
  return at == std::string::npos ? '-' : line[at + 2];
}

template <class Condition>
bool eventually(Condition holds) {
  for (int i = 0; i < 400 && !holds(); ++i) ::poll(nullptr, 0, 5);
  return holds();
}

/// A process with two children, one of which has one: four in all, killed at the end.
struct Tree {
  explicit Tree(const Here& here) : m_listed{here.scratch.path / "tree"} {
    m_root = ::fork();
    if (m_root == 0) grow();
    CHECK(eventually([this] { return pids().size() == 4; }));
    pid_file = here.write("pid", fmt::format("{}\n", m_root));
  }
  ~Tree() {
    for (const pid_t pid : pids()) ::kill(pid, SIGKILL);
    ::waitpid(m_root, nullptr, 0);
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  /// Each in a session of its own, as sessions of a database are: the kernel continues groups whose
  /// last parent dies.
  [[noreturn]] void grow() const {
    (void)::fork();
    (void)::fork();
    ::setsid();
    std::ofstream{m_listed, std::ios::app} << fmt::format("{}\n", ::getpid());
    while (true) ::pause();
  }

  [[nodiscard]] std::vector<pid_t> pids() const {
    std::vector<pid_t> all;
    std::ifstream list{m_listed};
    for (pid_t pid = 0; list >> pid;) all.push_back(pid);
    return all;
  }
  [[nodiscard]] int stopped() const {
    int count = 0;
    for (const pid_t pid : pids()) count += state_of(pid) == 'T' ? 1 : 0;
    return count;
  }
  [[nodiscard]] pid_t root() const { return m_root; }

  std::string pid_file;

 private:
  std::filesystem::path m_listed;
  pid_t m_root = -1;
};

Change freeze_change(const Here& here, const Service& service) {
  Change change;
  change.id = "fault.mine.x";
  freeze_service(change, service, here.host(), "1a2b3c4d");
  return change;
}

Service by_pid_file(const std::string& file) {
  Service service;
  service.name = "x";
  service.host = "here";
  service.pid_file = file;
  return service;
}

}  // namespace

TEST_CASE("a whole tree is stopped, and goes on; both can be repeated") {
  const Here here;
  const Tree tree{here};
  const auto change = here.capture(freeze_change(here, by_pid_file(tree.pid_file)));
  REQUIRE_MESSAGE(change, change.error().text());
  const Proof proof = frozen_proof(by_pid_file(tree.pid_file), here.host());
  CHECK(here.look(*change) == Seen::gone);
  CHECK(matches(proof.refutes, here.perform(proof.look)));
  for (int i = 0; i < 2; ++i) {
    const Outcome done = here.perform(change->apply);
    CHECK_MESSAGE(done.ok, done.err);
    CHECK(tree.stopped() == 4);
    CHECK(here.look(*change) == Seen::in_force);
    CHECK(matches(proof.confirms, here.perform(proof.look)));
  }
  for (int i = 0; i < 2; ++i) {
    const Outcome done = here.perform(*change->revert);
    CHECK_MESSAGE(done.ok, done.err);
    CHECK(tree.stopped() == 0);
    CHECK(here.look(*change) == Seen::gone);
  }
  CHECK(std::filesystem::is_empty(here.scratch.path / "gameday"));
}

TEST_CASE("what is stopped in part is ours without effect, and goes on all the same") {
  const Here here;
  const Tree tree{here};
  const auto change = here.capture(freeze_change(here, by_pid_file(tree.pid_file)));
  REQUIRE(change);
  CHECK(here.perform(change->apply).ok);
  ::kill(tree.pids().back(), SIGCONT);
  CHECK(eventually([&] { return tree.stopped() == 3; }));
  CHECK(here.look(*change) == Seen::inert);
  CHECK(here.perform(*change->revert).ok);
  CHECK(tree.stopped() == 0);
}

TEST_CASE("those whose parent died while it was stopped are continued too") {
  const Here here;
  const Tree tree{here};
  const auto change = here.capture(freeze_change(here, by_pid_file(tree.pid_file)));
  REQUIRE(change);
  CHECK(here.perform(change->apply).ok);
  ::kill(tree.root(), SIGKILL);
  CHECK(eventually([&] { return tree.stopped() == 3; }));
  CHECK(eventually([&] { return here.look(*change) == Seen::in_force; }));
  CHECK(here.perform(*change->revert).ok);
  CHECK(tree.stopped() == 0);
  CHECK(here.look(*change) == Seen::gone);
}

TEST_CASE("a process that only has the number of the one that was found is not touched") {
  const Here here;
  const Tree tree{here};
  const Change planned = freeze_change(here, by_pid_file(tree.pid_file));
  const auto other =
      resolve(planned, {{"pid", std::to_string(tree.root())}, {"start", "12"}}, WallTime{});
  REQUIRE(other);
  const Outcome refused = here.perform(other->apply);
  CHECK_FALSE(refused.ok);
  CHECK(refused.err.find("is gone") != std::string::npos);
  CHECK(here.look(*other) == Seen::gone);
  CHECK(here.perform(*other->revert).ok);
  CHECK(tree.stopped() == 0);
}

TEST_CASE("what is found is refused where it is a stranger, stopped, protected, or not there") {
  const Here here;
  const Tree tree{here};
  const auto why = [&](const std::string& file) {
    const auto change = here.capture(freeze_change(here, by_pid_file(file)));
    return change ? std::string{} : change.error().text();
  };
  std::filesystem::last_write_time(tree.pid_file,
                                   std::filesystem::file_time_type::clock::now() - 1h);
  CHECK(why(tree.pid_file).find("is a stranger") != std::string::npos);
  std::filesystem::last_write_time(tree.pid_file, std::filesystem::file_time_type::clock::now());
  CHECK(why(tree.pid_file).empty());
  ::kill(tree.pids().back(), SIGSTOP);
  CHECK(eventually([&] { return tree.stopped() == 1; }));
  CHECK(why(tree.pid_file).find("is stopped already") != std::string::npos);
  CHECK(why(here.write("init", "1\n")).find("is never touched") != std::string::npos);
  CHECK(why(here.write("own", fmt::format("{}\n", ::getpid()))).find("what does this") !=
        std::string::npos);
  CHECK(why(here.write("dead", "4194304\n")).find("does not live") != std::string::npos);
  CHECK(why("/nowhere/x.pid").find("names no process") != std::string::npos);
}

TEST_CASE("a cgroup is frozen by its freezer where that is writable, else process by process") {
  const std::filesystem::path mounted =
      std::filesystem::exists("/sys/fs/cgroup/cgroup.procs") ? "" : "unified";
  const std::string name = fmt::format("gameday-test-{}", ::getpid());
  const std::filesystem::path folder = "/sys/fs/cgroup" / mounted / name;
  std::error_code problem;
  std::filesystem::create_directory(folder, problem);
  if (problem) {
    MESSAGE("skipped: no cgroup can be made: ", problem.message());
    return;
  }
  {
    const Here here;
    const Tree tree{here};
    for (const pid_t pid : tree.pids()) std::ofstream{folder / "cgroup.procs"} << pid;
    Service service;
    service.cgroup = mounted / name;
    const auto change = here.capture(freeze_change(here, service));
    REQUIRE_MESSAGE(change, change.error().text());
    const Proof proof = frozen_proof(service, here.host());
    CHECK(here.look(*change) == Seen::gone);
    const Outcome done = here.perform(change->apply);
    CHECK_MESSAGE(done.ok, done.err);
    CHECK(here.look(*change) == Seen::in_force);
    CHECK(matches(proof.confirms, here.perform(proof.look)));
    const auto again = here.capture(freeze_change(here, service));
    CHECK_FALSE(again);
    CHECK(here.perform(*change->revert).ok);
    CHECK(here.look(*change) == Seen::gone);
    CHECK(matches(proof.refutes, here.perform(proof.look)));
  }
  CHECK(eventually([&] {
    std::filesystem::remove(folder, problem);
    return !std::filesystem::exists(folder);
  }));
}

}  // namespace gameday
