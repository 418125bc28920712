// SPDX-License-Identifier: Apache-2.0
#include "drills/run/keeper_frames.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>
#include <thread>

#include "world/fd.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

struct Pair {
  Pair() {
    std::array<int, 2> fds{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) == 0);
    near.reset(fds[0]);
    far.reset(fds[1]);
  }
  UniqueFd near;
  UniqueFd far;
};

TEST_CASE("frames come together again, however they were cut") {
  const std::string bytes = frame({{"beat", true}}) + frame({{"do", 7}}) + frame(Json::object());
  for (std::size_t size = 1; size <= bytes.size(); ++size) {
    FrameReader reader;
    std::vector<Json> messages;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
      reader.add(std::string_view{bytes}.substr(at, size));
      while (auto message = reader.next()) messages.push_back(*message);
    }
    REQUIRE(messages.size() == 3);
    CHECK(messages[1].at("do") == 7);
    CHECK_FALSE(reader.broken());
  }
}

TEST_CASE("what is no frame of ours is not believed, nor what comes behind it") {
  for (const std::string& bytes :
       {std::string{"\xff\xff\xff\xff"}, std::string{"\x02\x00\x00\x00[]", 6},
        std::string{"\x03\x00\x00\x00{x}", 7}}) {
    FrameReader reader;
    reader.add(bytes);
    reader.add(frame({{"beat", true}}));
    CHECK_FALSE(reader.next().has_value());
    CHECK(reader.broken());
    CHECK_FALSE(reader.next().has_value());
  }
}

TEST_CASE("an outcome and an error come back as they were") {
  const Outcome outcome{false, 3, "out", "err", {}};
  const auto back = read_answer(answer_message(1, outcome)).value();
  CHECK_FALSE(back.ok);
  CHECK(back.status == 3);
  CHECK(back.out == "out");
  CHECK(back.err == "err");
  const auto error = read_answer(answer_message(2, fail(ErrorKind::timeout, "a", "b", "c", "d")));
  CHECK(error.error().kind == ErrorKind::timeout);
  CHECK(error.error().text() == fail(ErrorKind::timeout, "a", "b", "c", "d").value().text());
  CHECK_FALSE(read_answer({{"done", 1}}).has_value());
}

TEST_CASE("output that is not UTF-8 still comes through") {
  FrameReader reader;
  reader.add(frame(answer_message(1, Outcome{true, 0, "a\xff", "", {}})));
  CHECK(read_answer(*reader.next()).value().out.starts_with("a"));
}

TEST_CASE("more than the socket takes at once goes over whole") {
  Pair pair;
  const std::string big(2'000'000, 'x');
  std::thread sender{
      [&] { CHECK(send_all(pair.near.get(), frame({{"out", big}}), 5s) == Moved::done); }};
  FrameReader reader;
  std::optional<Json> message;
  while (!message && receive_some(pair.far.get(), reader, 5s) == Moved::done) {
    message = reader.next();
  }
  sender.join();
  REQUIRE(message.has_value());
  CHECK(message->at("out").get<std::string>().size() == big.size());
}

TEST_CASE("nobody there, and nobody who listens") {
  Pair pair;
  FrameReader reader;
  CHECK(receive_some(pair.near.get(), reader, 0ms) == Moved::late);
  CHECK(send_all(pair.near.get(), std::string(2'000'000, 'x'), 20ms) == Moved::late);
  Pair other;
  other.far.reset();
  CHECK(receive_some(other.near.get(), reader, 1s) == Moved::closed);
  CHECK(send_all(other.near.get(), "x", 1s) == Moved::closed);
}

}  // namespace
}  // namespace gameday
