// SPDX-License-Identifier: Apache-2.0
// The lab as operators have it: up, down, killed, twice; and that nothing of it is left behind.
// also as an ordinary user
#include "lab/lab.hpp"

#include <doctest/doctest.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "lab/lifeline.hpp"
#include "tests/regions/support/lab.hpp"
#include "tests/regions/support/paths.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

constexpr auto k_gone = 2s;
constexpr std::array<std::string_view, 4> k_kinds{"pid", "mnt", "net", "ipc"};

/// The namespaces of one process, by kind and inode.
std::set<std::string> namespaces_of(const std::filesystem::path& process) {
  std::set<std::string> found;
  for (const std::string_view kind : k_kinds) {
    struct stat seen{};
    if (stat((process / "ns" / kind).c_str(), &seen) != 0) continue;
    found.insert(fmt::format("{}:{}", kind, seen.st_ino));
  }
  return found;
}

/// Every process of the machine that is in one of these namespaces.
int count_inside(const std::set<std::string>& these) {
  int count = 0;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc", problem}) {
    const auto theirs = namespaces_of(entry.path());
    const bool inside = std::any_of(theirs.begin(), theirs.end(),
                                    [&these](const auto& one) { return these.contains(one); });
    if (inside &&
        entry.path().filename().string().find_first_not_of("0123456789") == std::string::npos) {
      ++count;
    }
  }
  return count;
}

/// The supervisor's own namespaces; each of its servers shares three of the four with it.
std::set<std::string> namespaces_of(const Lab& lab) {
  auto found = namespaces_of(std::filesystem::path{fmt::format("/proc/{}", lab.supervisor())});
  REQUIRE(found.size() == k_kinds.size());
  return found;
}

/// Does it in a child, which may leave its namespaces; gives what it returned.
template <class Work>
int in_child(Work work) {
  const pid_t pid = fork();
  if (pid == 0) _exit(work());
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// The network namespace that a new thread ends up in, as readlink prints it.
std::string network_of_thread_in(const std::string& name, std::string_view zone) {
  std::string seen;
  std::thread{[&] {
    if (!lab::enter_network(name, zone)) return;
    seen = std::filesystem::read_symlink("/proc/thread-self/ns/net").string() + "\n";
  }}.join();
  return seen;
}

std::string url_of(const std::string& address) {
  return fmt::format("postgresql://postgres@{}/shop?connect_timeout=2", address);
}

pid_t start(std::vector<std::string> argv) {
  std::vector<char*> pointers;
  for (std::string& word : argv) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t pid = 0;
  REQUIRE(posix_spawn(&pid, pointers.front(), nullptr, nullptr, pointers.data(), environ) == 0);
  return pid;
}

}  // namespace

TEST_CASE("a lab that is up is left as it is by another up, and down twice is fine") {
  const Lab lab{"twice"};
  const auto first = lab.status();
  CHECK(first.at("running") == true);
  CHECK(gameday({"lab", "up", "--name", lab.name()}).status == 0);
  CHECK(lab.status().at("identity") == first.at("identity"));
  CHECK(gameday({"lab", "down", "--name", lab.name()}).status == 0);
  CHECK_FALSE(std::filesystem::exists(lab.folder()));
  CHECK(gameday({"lab", "down", "--name", lab.name()}).status == 0);
  CHECK(lab.status().at("running") == false);
}

TEST_CASE("the identity is that of the supervisor, and rootless is whoever is not root") {
  const Lab lab{"who"};
  const auto status = lab.status();
  CHECK(status.at("identity") == lab::identity_of(lab.supervisor()));
  CHECK(status.at("rootless") == (getuid() != 0));
}

TEST_CASE("SIGKILL of the supervisor leaves no process and no namespace, and up works again") {
  const Lab lab{"killed"};
  const auto inside = namespaces_of(lab);
  CHECK(count_inside(inside) > 8);
  const auto identity = lab.status().at("identity").get<std::string>();
  const int supervisor = lab.supervisor();
  REQUIRE(kill(supervisor, SIGKILL) == 0);
  CHECK(lab::await_end(supervisor, identity, k_gone).has_value());
  CHECK(eventually([&] { return count_inside(inside) == 0; }, k_gone));
  CHECK(lab.status().at("running") == false);
  CHECK_FALSE(std::filesystem::exists(lab.folder()));
  CHECK(gameday({"lab", "up", "--name", lab.name()}).status == 0);
  CHECK(lab.status().at("identity") != identity);
}

TEST_CASE("a process joins the lab's user namespace, and each of its threads one zone") {
  const Lab lab{"thread"};
  const auto world = lab.on("clients", {"readlink", "/proc/self/ns/net"});
  const auto router = lab.on("router", {"readlink", "/proc/self/ns/net"});
  REQUIRE(world.status == 0);
  REQUIRE(world.out != router.out);
  CHECK(in_child([&] {
          if (!lab::join_user_namespace(lab.name())) return 1;
          if (network_of_thread_in(lab.name(), "world") != world.out) return 2;
          if (network_of_thread_in(lab.name(), "router") != router.out) return 3;
          if (lab::enter_network(lab.name(), "nowhere")) return 4;
          // What it starts can still enter, although the user namespace is joined already.
          return lab.on("db-a", {"pg_ctl", "status"}).status;
        }) == 0);
}

TEST_CASE("a lab that is not up can be neither joined nor entered") {
  const auto joined = lab::join_user_namespace("t-never-raised");
  REQUIRE_FALSE(joined.has_value());
  CHECK(joined.error().kind == ErrorKind::absent);
  CHECK(gameday({"enter", "t-never-raised", "db-a", "--", "true"}).status == 125);
}

TEST_CASE("two labs with the same addresses are up at once") {
  const Lab one{"one"};
  const Lab other{"other", {"--async", "--witness"}};
  const std::string how = "select sync_state from pg_stat_replication";
  CHECK(one.sql("a", how) == "sync");
  CHECK(other.sql("a", how) == "async");
  CHECK(one.on("witness", {"true"}).status == 125);
  CHECK(other.on("witness", {"true"}).status == 0);
}

TEST_CASE("the network is routed, in both families, and has its virtual address in region A") {
  const Lab lab{"network"};
  const auto routes = lab.on("router", {"ip", "route", "get", "10.77.9.9"});
  CHECK(routes.out.find("dev to-a") != std::string::npos);
  for (const std::string address :
       {"10.77.1.10:5432", "10.77.2.10:5432", "[fd77:0:0:1::10]:5432", "[fd77:0:0:2::10]:5432"}) {
    CAPTURE(address);
    CHECK(lab.on("clients", {"psql", "-XAtc", "select 1", url_of(address)}).out == "1\n");
  }
}

TEST_CASE("a command in the lab dies with the `enter` that started it") {
  const Lab lab{"orphan"};
  const auto inside = namespaces_of(lab);
  const int before = count_inside(inside);
  const pid_t pid = start(lab.argv_on("clients", {"sleep", "60"}));
  REQUIRE(eventually([&] { return count_inside(inside) >= before + 1; }, k_gone));
  REQUIRE(kill(pid, SIGKILL) == 0);
  waitpid(pid, nullptr, 0);
  CHECK(eventually([&] { return count_inside(inside) == before; }, k_gone));
}

TEST_CASE("the exit status, the input and the output of a command come through") {
  const Lab lab{"pipe"};
  const auto told = lab.on("db-b", {"cat"}, "through\n");
  CHECK(told.out == "through\n");
  CHECK(lab.on("db-b", {"pg_ctl", "status"}).status == 0);
  CHECK(lab.on("db-a", {"psql", "-XAtc", "show cluster_name", "shop"}).out == "region-a\n");
  CHECK(lab.on("router", {"false"}).status == 1);
  CHECK(lab.on("router", {"no-such-program"}).status == 127);
  CHECK(lab.on("clients", {"echo", "[a,b]", "", "--help"}).out == "[a,b]  --help\n");
}

TEST_CASE("a database that is stopped in the lab is told as stopped, and is not started again") {
  const Lab lab{"stopped"};
  const std::vector<std::string> look{"pg_ctl", "status"};
  REQUIRE(lab.on("db-a", {"pg_ctl", "stop", "--mode=immediate", "--silent"}).status == 0);
  CHECK(lab.on("db-a", look).status == 3);
  const auto told = [&lab] { return lab.status().at("servers").dump(); };
  CHECK(eventually([&] { return told().find("postgres-a: stopped") != std::string::npos; }, 5s));
  CHECK(lab.on("db-a", look).status == 3);
}

}  // namespace gameday::regions
