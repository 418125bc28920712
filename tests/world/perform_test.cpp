// SPDX-License-Identifier: Apache-2.0
#include "world/perform.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "tests/world/support/fake_postgres.hpp"
#include "tests/world/support/scratch.hpp"
#include "world/held_process.hpp"
#include "world/signal.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// An inventory with this machine as "here", a lab host, and a database on one node.
Inventory inventory(const std::string& control = "/nowhere") {
  Inventory made;
  made.lab = "demo";
  made.hosts["here"] = {"here", "", "", "local", "", "", 0};
  made.hosts["router"] = {"router", "", "", "lab", "", "router", 0};
  Database orders;
  orders.name = "orders";
  orders.nodes["db-b"] = {"db-b", "region-b", control, {}, {}, {}};
  made.databases["orders"] = orders;
  return made;
}

Action action(std::string host, decltype(Action::what) what,
              std::chrono::milliseconds deadline = 5s) {
  return {{std::move(host)}, deadline, std::move(what)};
}

struct SecretVariable {
  SecretVariable() { setenv("GAMEDAY_TEST_SECRET", "s3cret", 1); }
  ~SecretVariable() { unsetenv("GAMEDAY_TEST_SECRET"); }
  SecretRef reference{SecretRef::From::environment, "GAMEDAY_TEST_SECRET"};
};

}  // namespace

TEST_CASE("a command runs on this machine, by name or without") {
  RealPerformer performer{inventory()};
  for (const std::string host : {"", "here"}) {
    const auto outcome = performer.perform(action(host, Exec{{"cat"}, {"in", "put"}}));
    REQUIRE(outcome);
    CHECK(outcome->ok);
    CHECK(outcome->out == "input");
  }
  const auto failed = performer.perform(action("here", Exec{{"ls", "/gameday-not-there"}}));
  REQUIRE(failed);
  CHECK(!failed->ok);
  CHECK(failed->status == 2);
  CHECK(!failed->err.empty());
}

TEST_CASE("a command on a lab host goes through gameday enter") {
  RealPerformer performer{inventory(), "echo"};
  const auto outcome = performer.perform(action("router", Exec{{"@gameday", "dial", "x"}}));
  REQUIRE(outcome);
  CHECK(outcome->out == "enter demo router -- echo dial x\n");
}

TEST_CASE("a host that cannot be reached is an error, not a status of the command") {
  // timeout(1) takes "enter" for a duration and exits with 125, as gameday enter does without a
  // lab.
  RealPerformer performer{inventory(), "timeout"};
  const auto outcome = performer.perform(action("router", Exec{{"pg_ctl", "status"}}));
  REQUIRE(!outcome);
  CHECK(outcome.error().kind == ErrorKind::failed);
  CHECK(outcome.error().text().find("router") != std::string::npos);
  CHECK(!performer.perform(action("nobody", Exec{{"true"}})));
}

TEST_CASE("a command past its deadline is not known to be done; one that was killed says by what") {
  RealPerformer performer{inventory()};
  const auto late = performer.perform(action("", Exec{{"sleep", "60"}}, 50ms));
  REQUIRE(!late);
  CHECK(late.error().kind == ErrorKind::timeout);
  const auto killed =
      performer.perform(action("", Exec{{"timeout", "--signal=KILL", "0.02", "sleep", "60"}}));
  REQUIRE(killed);
  CHECK(!killed->ok);
  CHECK(killed->err.find("killed by signal 9") != std::string::npos);
}

TEST_CASE("a secret may go to standard input, never to a command line, and is not told") {
  const SecretVariable secret;
  RealPerformer performer{inventory()};
  const auto outcome = performer.perform(action("", Exec{{"cat"}, {"pw=", secret.reference}}));
  REQUIRE(outcome);
  CHECK(outcome->out == "pw=<secret>");
  const auto refused = performer.perform(action("", Exec{{"echo", secret.reference}}));
  REQUIRE(!refused);
  CHECK(refused.error().text().find("s3cret") == std::string::npos);
}

TEST_CASE("what was left unresolved is not performed") {
  RealPerformer performer{inventory()};
  for (const auto& what :
       {action("", Exec{{"echo", Captured{"/x"}}}), action("", Exec{{"cat"}, {Captured{"/x"}}}),
        action("", FileWrite{"/nowhere/x", Text{Captured{"/x"}}}),
        action("", Exchange{"/nowhere/x", {{Expiry{}}}})}) {
    CHECK(performer.perform(what).error().kind == ErrorKind::internal);
  }
}

TEST_CASE("sql goes to the node that is named, or to the one that is writable") {
  const FakePostgres postgres{
      [](int fd) { tell(fd, FakePostgres::rows(1, {{"t"}}) + FakePostgres::ready()); }};
  RealPerformer performer{inventory(postgres.endpoint())};
  for (const std::string node : {"db-b", ""}) {
    const auto outcome =
        performer.perform(action("", Sql{"orders", node, "select pg_promote($1)", {"true"}}));
    REQUIRE(outcome);
    CHECK(outcome->ok);
    CHECK(outcome->rows.at(0).at(0) == "t");
    CHECK(postgres.statement().find("pg_promote") != std::string::npos);
  }
  CHECK(!performer.perform(action("", Sql{"orders", "db-a", "select 1"})));
  CHECK(!performer.perform(action("", Sql{"nothing", "", "select 1"})));
}

TEST_CASE("http goes from this machine, with its secrets") {
  const SecretVariable secret;
  std::string head;
  {
    const TcpServer server{[&](int fd) {
      while (!head.ends_with("\r\n\r\n")) head += hear(fd, 1);
      tell(fd, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\ns3cret!");
    }};
    RealPerformer performer{inventory()};
    const auto outcome = performer.perform(action(
        "", Http{"GET", "http://" + server.endpoint() + "/", {{"X-Token", secret.reference}}}));
    REQUIRE(outcome);
    CHECK(outcome->status == 200);
    CHECK(outcome->out == "<secret>!");
  }
  CHECK(head.find("X-Token: s3cret\r\n") != std::string::npos);
}

TEST_CASE("nft is asked on the host, in transactions") {
  RealPerformer performer{inventory()};
  const auto outcome = performer.perform(action("here", Netfilter{{"gameday_nonsense"}}));
  REQUIRE(outcome);
  CHECK(!outcome->ok);
  CHECK(outcome->err.find("syntax error") != std::string::npos);
  RealPerformer elsewhere{inventory(), "false"};
  CHECK(elsewhere.perform(action("router", Netfilter{{"list tables"}})).error().kind ==
        ErrorKind::failed);
}

TEST_CASE("files and signals are for this machine only") {
  const Scratch scratch;
  RealPerformer performer{inventory()};
  const std::string path = scratch.file("a");
  CHECK(performer.perform(action("here", FileWrite{path, Text{"con", "tent"}}))->ok);
  CHECK(scratch.read("a") == "content");
  CHECK(performer.perform(action("", FileWrite{path, std::nullopt}))->ok);
  CHECK(!std::filesystem::exists(path));
  CHECK(!performer.perform(action("router", FileWrite{path, Text{"x"}})));
  CHECK(!std::filesystem::exists(path));

  auto child = HeldProcess::start({"cat"});
  REQUIRE(child);
  const Signal kill_it{child->pid(), start_time_of(child->pid()).value(), SIGKILL};
  CHECK(!performer.perform(action("router", kill_it)));
  CHECK(!child->end());
  CHECK(performer.perform(action("", kill_it))->ok);
  CHECK(child->wait_until([&] { return child->ended(); }, Deadline{5s}));
}

TEST_CASE("a line protocol on a socket that nobody serves is an error") {
  RealPerformer performer{inventory()};
  const auto outcome = performer.perform(action("", Exchange{"/nowhere/api.sock", {{"show"}}}));
  REQUIRE(!outcome);
  CHECK(outcome.error().kind == ErrorKind::failed);
}
