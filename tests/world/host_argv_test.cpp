// SPDX-License-Identifier: Apache-2.0
#include "world/host_argv.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace gameday;

namespace {

Host make_host(std::string name, std::string transport) {
  Host made{};
  made.name = std::move(name);
  made.transport = std::move(transport);
  return made;
}

Inventory inventory() {
  Inventory made;
  made.file = "lab.toml";
  made.lab = "demo";
  made.hosts["router"] = make_host("router", "lab");
  made.hosts["here"] = make_host("here", "local");
  made.hosts["odd"] = make_host("odd", "pigeon");
  return made;
}

using Argv = std::vector<std::string>;

}  // namespace

TEST_CASE("a host's transport rewrites argv") {
  CHECK(host_argv(inventory(), {"router"}, {"nft", "-i"}, "/bin/gameday").value() ==
        Argv{"/bin/gameday", "enter", "demo", "router", "--", "nft", "-i"});
  CHECK(host_argv(inventory(), {"here"}, {"nft", "-i"}, "/bin/gameday").value() ==
        Argv{"nft", "-i"});
}

TEST_CASE("this program stands for itself, also inside") {
  CHECK(host_argv(inventory(), {"router"}, {"@gameday", "dial"}, "/bin/gameday").value() ==
        Argv{"/bin/gameday", "enter", "demo", "router", "--", "/bin/gameday", "dial"});
  CHECK(host_argv(inventory(), {}, {"@gameday", "x"}, "/bin/gameday").value() ==
        Argv{"/bin/gameday", "x"});
}

TEST_CASE("whoever else is to start it is given its path, not a name that is their own") {
  const auto argv = host_argv(inventory(), {"here"}, {"start-stop-daemon", "--startas", "@gameday"},
                              self_executable());
  REQUIRE(argv);
  CHECK(argv->back() == std::filesystem::read_symlink("/proc/self/exe"));
  CHECK(host_argv(inventory(), {}, {"@gameday"}, self_executable()).value() ==
        Argv{"/proc/self/exe"});
}

TEST_CASE("what the inventory does not have is an error with its name") {
  for (const std::string name : {"nobody", "odd"}) {
    const auto argv = host_argv(inventory(), {name}, {"true"}, "/bin/gameday");
    REQUIRE(!argv);
    CHECK(argv.error().kind == ErrorKind::failed);
    CHECK(argv.error().text().find(name) != std::string::npos);
  }
  CHECK(!is_this_machine(inventory(), {"nobody"}));
}

TEST_CASE("this machine is told from others") {
  CHECK(is_this_machine(inventory(), {}).value());
  CHECK(is_this_machine(inventory(), {"here"}).value());
  CHECK(!is_this_machine(inventory(), {"router"}).value());
}

TEST_CASE("a transport that could not get there is told from a command that failed") {
  Inventory all = inventory();
  all.hosts["far"] = make_host("far", "ssh");
  CHECK(is_unreachable(all, {"router"}, 125, ""));
  CHECK_FALSE(is_unreachable(all, {"router"}, 255, ""));
  CHECK(is_unreachable(all, {"far"}, 255, ""));
  for (const std::string name : {"", "here", "nobody", "odd"}) {
    CHECK_FALSE(is_unreachable(all, {name}, 125, ""));
    CHECK_FALSE(is_unreachable(all, {name}, 255, ""));
  }
}

TEST_CASE("other machines are told from what is on this one") {
  Inventory all = inventory();
  all.hosts["far"] = make_host("far", "ssh");
  all.hosts["pod"] = make_host("pod", "kubectl");
  all.hosts["near"] = make_host("near", "netns");
  for (const std::string name : {"far", "pod"}) CHECK(is_elsewhere(all, {name}));
  for (const std::string name : {"", "near", "router", "here", "nobody"}) {
    CHECK_FALSE(is_elsewhere(all, {name}));
  }
}

TEST_CASE("the running program is found") {
  CHECK(std::filesystem::equivalent(self_executable(), "/proc/self/exe"));
}
