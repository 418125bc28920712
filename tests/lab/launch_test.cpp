// SPDX-License-Identifier: Apache-2.0
#include "lab/launch.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;
using namespace std::chrono_literals;

TEST_CASE("a program that ends well has its output on the log, after what was there") {
  const Scratch scratch;
  scratch.write("log", "before\n");
  REQUIRE(run(Launch{.argv = {"/bin/echo", "[a b]"}, .log = scratch.file("log")}, 5s));
  CHECK(scratch.read("log") == "before\n[a b]\n");
}

TEST_CASE("one that fails is an error with the end of its log") {
  const Scratch scratch;
  const auto failed =
      run(Launch{.argv = {"/bin/ls", "/no/such/place"}, .log = scratch.file("log")}, 5s);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind == ErrorKind::failed);
  CHECK(failed.error().why.find("/no/such/place") != std::string::npos);
}

TEST_CASE("one that cannot be executed says so on its log") {
  const Scratch scratch;
  const auto failed = run(Launch{.argv = {"/no/such/program"}, .log = scratch.file("log")}, 5s);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().why.find("/no/such/program") != std::string::npos);
}

TEST_CASE("one that takes too long is killed") {
  const Scratch scratch;
  const auto late = run(Launch{.argv = {"/bin/sleep", "60"}, .log = scratch.file("log")}, 20ms);
  REQUIRE_FALSE(late);
  CHECK(late.error().kind == ErrorKind::timeout);
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("it reads its input file and gets a small environment and no descriptor of ours") {
  const Scratch scratch;
  const auto input = scratch.write("input", "from the file");
  REQUIRE(run(Launch{.argv = {"/bin/cat"}, .log = scratch.file("log"), .input = input}, 5s));
  CHECK(scratch.read("log") == "from the file");
  REQUIRE(run(Launch{.argv = {"/usr/bin/env"}, .log = scratch.file("env")}, 5s));
  CHECK(scratch.read("env").find("LC_ALL=C.UTF-8\n") != std::string::npos);
  CHECK(scratch.read("env").find("LOGNAME") == std::string::npos);
  const int leaky = open("/dev/null", O_RDONLY);
  REQUIRE(leaky > 2);
  REQUIRE(run(Launch{.argv = {"/bin/ls", "-1", "/proc/self/fd"}, .log = scratch.file("fds")}, 5s));
  close(leaky);
  // The three, and the one that ls lists with.
  CHECK(scratch.read("fds") == "0\n1\n2\n3\n");
}

TEST_CASE("it has the home and the variables that it is given") {
  const Scratch scratch;
  REQUIRE(run(Launch{.argv = {"/usr/bin/env"},
                     .log = scratch.file("env"),
                     .home = "/its/home",
                     .environment = {"OWN=a b"}},
              5s));
  CHECK(scratch.read("env").find("HOME=/its/home\n") != std::string::npos);
  CHECK(scratch.read("env").find("OWN=a b\n") != std::string::npos);
  CHECK(scratch.read("env").find("HOME=/\n") == std::string::npos);
}

TEST_CASE("it runs as the account it is given") {
  const Scratch scratch;
  const auto site = make_site(Options{});
  REQUIRE(site);
  REQUIRE(run(
      Launch{.argv = {"/usr/bin/id", "-un"}, .log = scratch.file("log"), .account = site->account},
      5s));
  CHECK(scratch.read("log") == site->account.name + "\n");
}

TEST_CASE("a zone that is not there keeps it from starting") {
  const Scratch scratch;
  CHECK_FALSE(
      run(Launch{.argv = {"/bin/true"}, .zone = "no-such-zone", .log = scratch.file("log")}, 5s));
}
