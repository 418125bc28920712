// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/resp.hpp"

#include <doctest/doctest.h>

using namespace gameday;
using namespace gameday::shop;

namespace {

Reply text(const std::string& what) { return {Reply::Kind::text, what, 0, {}}; }
Reply number(std::int64_t what) { return {Reply::Kind::number, "", what, {}}; }

/// The one reply that these bytes are.
Reply whole(std::string bytes) {
  auto reply = take_reply(bytes);
  REQUIRE(reply.has_value());
  REQUIRE(reply->has_value());
  CHECK(bytes.empty());
  return **reply;
}

}  // namespace

TEST_CASE("a command is an array of texts, whatever is in them") {
  CHECK(to_command({"GET", "a b\r\n"}) == "*2\r\n$3\r\nGET\r\n$5\r\na b\r\n\r\n");
  CHECK(to_command({"AUTH", "workers", ""}) == "*3\r\n$4\r\nAUTH\r\n$7\r\nworkers\r\n$0\r\n\r\n");
}

TEST_CASE("each kind of reply is read") {
  CHECK(whole("+OK\r\n") == text("OK"));
  CHECK(whole("-ERR no\r\n") == Reply{Reply::Kind::error, "ERR no", 0, {}});
  CHECK(whole(":-12\r\n") == number(-12));
  CHECK(whole("$5\r\na\r\nbc\r\n") == text("a\r\nbc"));
  CHECK(whole("$0\r\n\r\n") == text(""));
  CHECK(whole("$-1\r\n").kind == Reply::Kind::nothing);
  CHECK(whole("*-1\r\n").kind == Reply::Kind::nothing);
  CHECK(whole("*0\r\n").kind == Reply::Kind::list);
  CHECK(whole("*2\r\n:1\r\n*1\r\n$1\r\nx\r\n").items ==
        std::vector{number(1), Reply{Reply::Kind::list, "", 0, {text("x")}}});
}

TEST_CASE("a reply that is not whole yet waits for the rest, wherever it was cut") {
  const std::string bytes = "*3\r\n$4\r\njobs\r\n:7\r\n*1\r\n+a\r\n";
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    CAPTURE(cut);
    std::string received = bytes.substr(0, cut);
    const auto reply = take_reply(received);
    REQUIRE(reply.has_value());
    CHECK_FALSE(reply->has_value());
    CHECK(received.size() == cut);
  }
}

TEST_CASE("what comes behind a reply stays for the next one") {
  std::string received = "+one\r\n+two\r\n";
  CHECK(**take_reply(received) == text("one"));
  CHECK(received == "+two\r\n");
}

TEST_CASE("what can become no reply is an error") {
  std::string deep;
  for (int level = 0; level < 20; ++level) deep += "*1\r\n";
  for (const std::string& bytes :
       {std::string{"HTTP/1.1 400\r\n"}, std::string{"\r\n"}, std::string{":1x\r\n"},
        std::string{":\r\n"}, std::string{"$-2\r\n"}, std::string{"$9999999\r\n"},
        std::string{"*99999999999999999999\r\n"}, std::string{"$1\r\nabc"}, deep,
        "+" + std::string(k_reply_limit + 1, 'x')}) {
    CAPTURE(bytes.substr(0, 40));
    std::string received = bytes;
    const auto reply = take_reply(received);
    REQUIRE_FALSE(reply.has_value());
    CHECK(reply.error().kind == ErrorKind::bad_input);
  }
}
