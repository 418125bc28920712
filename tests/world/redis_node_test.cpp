// SPDX-License-Identifier: Apache-2.0
// Against a real Redis, which listens on a Unix socket alone.
#include "world/redis_node.hpp"

#include <doctest/doctest.h>

#include "tests/world/support/scratch.hpp"
#include "world/held_process.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

class RealRedis {
 public:
  explicit RealRedis(const std::string& password = {}) {
    std::vector<std::string> argv{"/usr/bin/redis-server",
                                  "--port",
                                  "0",
                                  "--unixsocket",
                                  m_scratch.file("redis.sock"),
                                  "--save",
                                  "",
                                  "--dir",
                                  m_scratch.folder()};
    if (!password.empty()) argv.insert(argv.end(), {"--requirepass", password});
    m_process.emplace(HeldProcess::start(std::move(argv)).value());
    for (bool ready = false; !ready;) {
      const auto line = m_process->read_line(10s);
      REQUIRE(line.has_value());
      ready = line->find("ready to accept connections") != std::string::npos;
    }
    m_server.label = "jobs on queue-a";
    m_server.host = m_scratch.file("redis.sock");
    m_server.user = "default";
  }

  [[nodiscard]] Result<Outcome> ask(const std::vector<std::string>& words,
                                    const std::string& password = {}) const {
    SqlServer server = m_server;
    if (!password.empty()) server.password = password;
    return run_redis(server, words, 5s);
  }

 private:
  Scratch m_scratch;
  std::optional<HeldProcess> m_process;
  SqlServer m_server;
};

TEST_CASE("a reply is rows: of one cell, or of as many as it has lists") {
  const RealRedis redis;
  CHECK(redis.ask({"SET", "a b", "1 2"})->rows == std::vector<SqlRow>{{"OK"}});
  CHECK(redis.ask({"GET", "a b"})->rows == std::vector<SqlRow>{{"1 2"}});
  CHECK(redis.ask({"GET", "none"})->rows == std::vector<SqlRow>{{std::nullopt}});
  CHECK(redis.ask({"RPUSH", "list", "1", "2"})->rows == std::vector<SqlRow>{{"2"}});
  CHECK(redis.ask({"LRANGE", "list", "0", "-1"})->rows == std::vector<SqlRow>{{"1"}, {"2"}});
  CHECK(redis.ask({"EVAL", "return {{'t', 5}}", "0"})->rows == std::vector<SqlRow>{{"t", "5"}});
  CHECK(redis.ask({"LRANGE", "none", "0", "-1"})->rows.empty());
}

TEST_CASE("what the server refuses is not ok, with its words") {
  const RealRedis redis;
  const auto refused = redis.ask({"NOSUCH"});
  REQUIRE(refused.has_value());
  CHECK_FALSE(refused->ok);
  CHECK(refused->err.find("unknown command") != std::string::npos);
}

TEST_CASE("a server with a password is told it first") {
  const RealRedis redis{"sesame"};
  CHECK_FALSE(redis.ask({"PING"})->ok);
  CHECK_FALSE(redis.ask({"PING"}, "wrong")->ok);
  CHECK(redis.ask({"PING"}, "sesame")->rows == std::vector<SqlRow>{{"PONG"}});
}

TEST_CASE("nobody there is an error that leaves no doubt") {
  SqlServer server;
  server.host = "/nonexistent/redis.sock";
  const auto failed = run_redis(server, {"PING"}, 1s);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().kind != ErrorKind::timeout);
}

}  // namespace
}  // namespace gameday
