// SPDX-License-Identifier: Apache-2.0
#include "world/http_listener.hpp"

#include <doctest/doctest.h>
#include <poll.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "tests/world/support/tcp_server.hpp"
#include "world/http.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

/// A listener that serves while it lives and keeps what it heard.
class Serving {
 public:
  Serving() : m_listener{HttpListener::open("127.0.0.1:0").value()} {
    m_thread = std::jthread([this](const std::stop_token& stop) {
      m_listener.serve(stop, [this](const HeardRequest& request) {
        const std::lock_guard lock(m_mutex);
        m_heard.push_back(request);
        return 200;
      });
    });
  }
  [[nodiscard]] std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(m_listener.port()) + path;
  }
  [[nodiscard]] std::vector<HeardRequest> heard() {
    const std::lock_guard lock(m_mutex);
    return m_heard;
  }

  /// What it answers to these bytes until it closes, or until `patience` is over.
  [[nodiscard]] std::string answer_to(const std::string& bytes, bool end = true) const {
    const UniqueFd fd{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(m_listener.port()));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
    tell(fd.get(), bytes);
    if (end) shutdown(fd.get(), SHUT_WR);
    std::string answer;
    std::array<char, 512> piece{};
    pollfd waited{fd.get(), POLLIN, 0};
    while (poll(&waited, 1, 3000) == 1) {
      const ssize_t got = recv(fd.get(), piece.data(), piece.size(), 0);
      if (got <= 0) break;
      answer.append(piece.data(), static_cast<std::size_t>(got));
    }
    return answer;
  }

 private:
  HttpListener m_listener;
  std::mutex m_mutex;
  std::vector<HeardRequest> m_heard;
  std::jthread m_thread;
};

TEST_CASE("a request that is whole is told, and answered as it says") {
  Serving server;
  const auto answer =
      send_http({.method = "POST", .url = server.url("/a?b=c"), .body = "hello"}, 5s);
  REQUIRE(answer);
  CHECK(answer->status == 200);
  const auto heard = server.heard();
  REQUIRE(heard.size() == 1);
  CHECK(heard[0].method == "POST");
  CHECK(heard[0].target == "/a?b=c");
  CHECK(heard[0].body == "hello");
  CHECK(heard[0].took < 5s);
  const auto large =
      send_http({.method = "POST", .url = server.url("/"), .body = std::string(900'000, 'x')}, 5s);
  CHECK(large->status == 200);
  CHECK(server.heard().back().body.size() == 900'000);
}

TEST_CASE("what is too large or no request is refused and told to nobody") {
  Serving server;
  CHECK(server.answer_to("POST / HTTP/1.1\r\nContent-Length: 2000000\r\n\r\n")
            .starts_with("HTTP/1.1 413"));
  CHECK(server.answer_to("GET / HTTP/1.1\r\nX: " + std::string(40'000, 'y') + "\r\n\r\n", false)
            .starts_with("HTTP/1.1 413"));
  for (const std::string& nonsense :
       {std::string{"\x16\x03\x01 hello\r\n\r\n"}, std::string{"GET\r\n\r\n"},
        std::string{"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"},
        std::string("\0\0\0\0\r\n\r\n", 8)}) {
    CHECK(server.answer_to(nonsense).starts_with("HTTP/1.1 400"));
  }
  CHECK(server.answer_to("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nhalf").empty());
  CHECK(server.answer_to("").empty());
  CHECK(server.heard().empty());
}

TEST_CASE("those that say nothing keep out nobody who asks in their midst") {
  Serving server;
  std::vector<UniqueFd> idle;
  for (int i = 0; i < 8; ++i) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const std::string url = server.url("");
    to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
    idle.emplace_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    REQUIRE(connect(idle.back().get(), reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
  }
  CHECK(send_http({.url = server.url("/")}, 3s)->status == 200);
}

TEST_CASE("where nobody can listen is an error, and what is no address") {
  const HttpListener first = HttpListener::open("127.0.0.1:0").value();
  CHECK_FALSE(HttpListener::open("127.0.0.1:" + std::to_string(first.port())));
  CHECK_FALSE(HttpListener::open("nowhere"));
  CHECK_FALSE(HttpListener::open("192.0.2.1:80"));
}

}  // namespace
}  // namespace gameday
