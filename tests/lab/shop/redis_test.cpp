// SPDX-License-Identifier: Apache-2.0
// Against a real Redis, and peers that misbehave.
#include "lab/shop/redis.hpp"

#include <doctest/doctest.h>

#include "tests/lab/support/conninfo.hpp"
#include "tests/lab/support/redis_server.hpp"
#include "tests/world/support/tcp_server.hpp"

using namespace gameday;
using namespace gameday::shop;
using namespace std::chrono_literals;

TEST_CASE("commands are run one after the other, over one connection") {
  const RedisServer server;
  Redis redis{server.where()};
  REQUIRE(redis.ask({"SET", "key", "a\r\n b"}, in(5s)));
  CHECK(redis.ask({"GET", "key"}, in(5s))->text == "a\r\n b");
  const auto one = redis.ask({"CLIENT", "ID"}, in(5s));
  CHECK(one->number == redis.ask({"CLIENT", "ID"}, in(5s))->number);
  CHECK(redis.ask({"GET", "none"}, in(5s))->kind == RespReply::Kind::nothing);
}

TEST_CASE("a large answer comes whole") {
  const RedisServer server;
  Redis redis{server.where()};
  REQUIRE(redis.ask({"SETRANGE", "long", "300000", "x"}, in(5s)));
  CHECK(redis.ask({"GET", "long"}, in(5s))->text.size() == 300'001);
}

TEST_CASE("what the server refuses is failed, in its words, and the connection goes on") {
  const RedisServer server;
  Redis redis{server.where()};
  const auto refused = redis.ask({"NO-SUCH"}, in(5s));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::failed);
  CHECK(refused.error().why.starts_with("ERR "));
  CHECK(redis.ask({"PING"}, in(5s))->text == "PONG");
}

TEST_CASE("an account can come, and be barred apart from the others") {
  RedisServer server;
  Redis worker{server.where(), "workers"};
  CHECK(worker.ask({"ACL", "WHOAMI"}, in(5s))->text == "workers");
  server.tell({"ACL", "SETUSER", "workers", "-ping"});
  CHECK(worker.ask({"PING"}, in(5s)).error().why.starts_with("NOPERM"));
  CHECK(server.tell({"PING"}).text == "PONG");
  Redis stranger{server.where(), "nobody"};
  CHECK(stranger.ask({"PING"}, in(5s)).error().kind == ErrorKind::refused);
}

TEST_CASE("a server that holds writes back is given up in time, and asked again later") {
  RedisServer server;
  Redis redis{server.where()};
  server.tell({"CLIENT", "PAUSE", "60000", "WRITE"});
  const auto before = std::chrono::steady_clock::now();
  const auto late = redis.ask({"SET", "key", "value"}, in(100ms));
  CHECK(std::chrono::steady_clock::now() - before < 2s);
  REQUIRE_FALSE(late);
  CHECK(late.error().kind == ErrorKind::timeout);
  server.tell({"CLIENT", "UNPAUSE"});
  CHECK(redis.ask({"GET", "key"}, in(5s)).has_value());
}

TEST_CASE("a server that went and came again is found again") {
  RedisServer server;
  Redis redis{server.where()};
  REQUIRE(redis.ask({"PING"}, in(5s)));
  server.end();
  CHECK(redis.ask({"PING"}, in(5s)).error().kind == ErrorKind::timeout);
  CHECK(redis.ask({"PING"}, in(5s)).error().kind == ErrorKind::refused);
  server.start();
  CHECK(redis.ask({"PING"}, in(5s)).has_value());
}

TEST_CASE("nobody there is refused; nonsense is an error; a TCP address is one as well") {
  CHECK(Redis{"127.0.0.1:1"}.ask({"PING"}, in(5s)).error().kind == ErrorKind::refused);
  CHECK_FALSE(Redis{"somewhere"}.ask({"PING"}, in(5s)).has_value());
  CHECK_FALSE(Redis{"/" + std::string(200, 'x')}.ask({"PING"}, in(5s)).has_value());
  const TcpServer web{[](int fd) {
    hear(fd, 1);
    tell(fd, "HTTP/1.1 400 Bad Request\r\n");
  }};
  CHECK(Redis{web.endpoint()}.ask({"PING"}, in(5s)).error().kind == ErrorKind::bad_input);
  const TcpServer good{[](int fd) {
    hear(fd, 1);
    tell(fd, "+PONG\r\n");
  }};
  CHECK(Redis{good.endpoint()}.ask({"PING"}, in(5s))->text == "PONG");
}
