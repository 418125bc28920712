// SPDX-License-Identifier: Apache-2.0
#include "world/netfilter.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "tests/world/support/private_network.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// A network of its own and an nft in it. The tests need both; CI runs where they are allowed.
struct Fixture {
  std::optional<PrivateNetwork> network = PrivateNetwork::make();
  std::optional<NftSession> session;

  Fixture() {
    REQUIRE_MESSAGE(network, "this system allows no network namespace of one's own");
    auto started = NftSession::start(network->inside({"nft", "-i"}), 5s);
    REQUIRE_MESSAGE(started, (started ? "" : started.error().text()));
    session.emplace(std::move(*started));
  }
  [[nodiscard]] Outcome run(const std::vector<std::string>& transactions) {
    auto outcome = session->run(transactions, 5s);
    REQUIRE_MESSAGE(outcome, (outcome ? "" : outcome.error().text()));
    return *outcome;
  }
  [[nodiscard]] std::string tables() const { return network->run({"nft", "list", "tables"}); }
};

std::string networks(int first, int count) {
  std::string list;
  for (int i = first; i < first + count; ++i) {
    list += fmt::format("{}10.{}.{}.0/24", list.empty() ? "" : ", ", i / 256, i % 256);
  }
  return list;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "nft: transactions are carried out in order, the last one's output told") {
  const Outcome outcome =
      run({"add table inet gameday_x", "list tables", "add table inet gameday_y", "list tables"});
  CHECK(outcome.ok);
  CHECK(outcome.status == 0);
  CHECK(outcome.out == "table inet gameday_x\ntable inet gameday_y\n");
  CHECK(outcome.err == "");
  CHECK(run({"add table inet gameday_z"}).out == "");
  CHECK(run({}).ok);
}

TEST_CASE_FIXTURE(Fixture, "nft: the first failure stops, and says which and why") {
  const Outcome outcome = run({"add table inet gameday_x", "delete table inet gameday_none",
                               "add table inet gameday_late"});
  CHECK(!outcome.ok);
  CHECK(outcome.err.find("transaction 2 of 3") != std::string::npos);
  CHECK(outcome.err.find("No such file or directory") != std::string::npos);
  CHECK(outcome.err.find("gameday_done") == std::string::npos);
  CHECK(tables() == "table inet gameday_x\n");
}

TEST_CASE_FIXTURE(Fixture, "nft: a transaction is done whole or not at all") {
  CHECK(!run({"add table inet gameday_x; add rule inet gameday_x nochain drop"}).ok);
  CHECK(tables() == "");
}

TEST_CASE_FIXTURE(Fixture, "nft: every kind of error is seen, and the session goes on") {
  for (const std::string bad : {"nonsense", "add table inet {", "add table inet \"", "}", "!!",
                                "list counter inet gameday_x none", "gameday_done_1"}) {
    CAPTURE(bad);
    CHECK(!run({bad}).ok);
    CHECK(run({"list tables"}).out == "");
  }
}

TEST_CASE_FIXTURE(Fixture, "nft: a comment that looks like an error is none") {
  const Outcome outcome =
      run({"add table inet gameday_x { comment \"Error: x\"; }", "list table inet gameday_x"});
  CHECK(outcome.ok);
  CHECK(outcome.out.find("Error: x") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "nft: only single lines are sent") {
  for (const std::string bad : {"add table inet a\nadd table inet b", "add table inet a\\"}) {
    const auto outcome = session->run({bad}, 5s);
    REQUIRE(!outcome);
    CHECK(outcome.error().kind == ErrorKind::bad_input);
  }
  CHECK(tables() == "");
}

TEST_CASE_FIXTURE(Fixture, "nft: ten thousand networks in chunks of two thousand, and read back") {
  std::vector<std::string> transactions{
      "add table inet gameday_x; add set inet gameday_x nets { type ipv4_addr; flags interval, "
      "timeout; timeout 60s; }"};
  for (int i = 0; i < 5; ++i) {
    transactions.push_back("add element inet gameday_x nets { " + networks(i * 2000, 2000) + " }");
  }
  transactions.push_back("list set inet gameday_x nets");
  const Outcome outcome = run(transactions);
  REQUIRE(outcome.ok);
  std::size_t count = 0;
  for (auto at = outcome.out.find("/24"); at != std::string::npos;
       at = outcome.out.find("/24", at + 1)) {
    ++count;
  }
  CHECK(count == 10000);
}

TEST_CASE_FIXTURE(Fixture, "nft: an error in a long line is told in a short one") {
  const Outcome outcome = run({"add element inet none nets { " + networks(0, 2000) + " }"});
  CHECK(!outcome.ok);
  CHECK(outcome.err.size() < 2000);
  CHECK(outcome.err.find("No such file or directory") != std::string::npos);
  CHECK(run({"list tables"}).ok);
}

TEST_CASE_FIXTURE(Fixture, "nft: an owner table is ours alone and ends with the session") {
  CHECK(run({"add table inet gameday_held { flags owner; }"}).ok);
  CHECK(tables() == "table inet gameday_held\n");
  CHECK(network->run({"nft", "delete", "table", "inet", "gameday_held"})
            .find("Operation not permitted") != std::string::npos);
  SUBCASE("by its end") { session.reset(); }
  SUBCASE("by a kill") {
    REQUIRE(session->alive());
    kill(session->pid(), SIGKILL);
    const auto outcome = session->run({"list tables"}, 5s);
    REQUIRE(!outcome);
    CHECK(outcome.error().kind == ErrorKind::timeout);
    CHECK(!session->alive());
  }
  CHECK(tables() == "");
}

TEST_CASE_FIXTURE(Fixture,
                  "nft: a passed deadline is unknown, and the next run is not confused by it") {
  kill(session->pid(), SIGSTOP);
  const auto late = session->run({"add table inet gameday_late; list tables"}, 30ms);
  REQUIRE(!late);
  CHECK(late.error().kind == ErrorKind::timeout);
  CHECK(late.error().text().find("not known") != std::string::npos);
  kill(session->pid(), SIGCONT);
  const Outcome next = run({"list table inet gameday_late"});
  CHECK(next.ok);
  CHECK(next.out == "table inet gameday_late {\n}\n");
}

TEST_CASE_FIXTURE(Fixture, "nft: the operator's history file is left alone") {
  const auto home = std::filesystem::temp_directory_path() / fmt::format("gameday-{}", getpid());
  std::filesystem::create_directory(home);
  const char* set = std::getenv("HOME");
  const std::string before = set != nullptr ? set : "/";
  setenv("HOME", home.c_str(), 1);
  CHECK(run_netfilter_once(network->inside({"nft", "-i"}), {"list tables"}, 5s)->ok);
  setenv("HOME", before.c_str(), 1);
  CHECK(std::filesystem::is_empty(home));
  std::filesystem::remove_all(home);
}

TEST_CASE_FIXTURE(Fixture, "nft: one-off use leaves ordinary tables and takes owner tables along") {
  const auto outcome = run_netfilter_once(
      network->inside({"nft", "-i"}),
      {"add table inet gameday_stays", "add table inet gameday_goes { flags owner; }"}, 5s);
  REQUIRE(outcome);
  CHECK(outcome->ok);
  CHECK(tables() == "table inet gameday_stays\n");
}

TEST_CASE("nft: a command that is not nft is an error at the start") {
  const auto session = NftSession::start({"ls", "/gameday-not-there"}, 5s);
  REQUIRE(!session);
  CHECK(session.error().kind == ErrorKind::failed);
  CHECK(session.error().text().find("gameday-not-there") != std::string::npos);
  const auto silent = NftSession::start({"cat"}, 50ms);
  REQUIRE(!silent);
  CHECK(silent.error().kind == ErrorKind::timeout);
}
