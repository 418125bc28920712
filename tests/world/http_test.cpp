// SPDX-License-Identifier: Apache-2.0
#include "world/http.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <mutex>

#include "tests/world/support/tcp_server.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// Answers every request with the same bytes and remembers the last request's head and body.
class HttpServer {
 public:
  explicit HttpServer(std::string answer, std::size_t body_size = 0)
      : m_server([this, answer = std::move(answer), body_size](int fd) {
          std::string request;
          while (!request.ends_with("\r\n\r\n")) {
            const std::string byte = hear(fd, 1);
            if (byte.empty()) return;
            request += byte;
          }
          request += hear(fd, body_size);
          {
            const std::lock_guard lock{m_mutex};
            m_request = request;
          }
          tell(fd, answer);
        }) {}

  [[nodiscard]] std::string url(const std::string& path) const {
    return "http://" + m_server.endpoint() + path;
  }
  [[nodiscard]] std::string request() const {
    const std::lock_guard lock{m_mutex};
    return m_request;
  }

 private:
  mutable std::mutex m_mutex;
  std::string m_request;
  TcpServer m_server;
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a request goes out as asked for, status and body come back") {
  const HttpServer server{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 7};
  const auto outcome = send_http(
      {"PUT", server.url("/orders?x=1"), {{"X-Token", "t0ken"}, {"X-Empty", ""}}, R"({"a":1})"},
      5s);
  REQUIRE(outcome);
  CHECK(outcome->ok);
  CHECK(outcome->status == 200);
  CHECK(outcome->out == "ok");
  const std::string request = server.request();
  CHECK(request.starts_with("PUT /orders?x=1 HTTP/1.1\r\n"));
  CHECK(contains(request, "\r\nX-Token: t0ken\r\n"));
  CHECK(contains(request, "\r\nX-Empty:\r\n"));
  CHECK(contains(request, "\r\nUser-Agent: gameday/"));
  CHECK(request.ends_with("\r\n\r\n{\"a\":1}"));
}

TEST_CASE("a status other than 2xx is an outcome, and a redirect is not followed") {
  const HttpServer down{"HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\ndown"};
  const auto outcome = send_http({"GET", down.url("/")}, 5s);
  REQUIRE(outcome);
  CHECK(!outcome->ok);
  CHECK(outcome->status == 503);
  CHECK(outcome->out == "down");

  const HttpServer moved{"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"};
  CHECK(send_http({"GET", moved.url("/")}, 5s)->status == 302);
}

TEST_CASE("HEAD does not wait for a body") {
  const HttpServer server{"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"};
  CHECK(send_http({"HEAD", server.url("/")}, 5s)->status == 200);
}

TEST_CASE("a proxy of the environment is not used") {
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  const HttpServer server{"HTTP/1.1 204 No\r\n\r\n"};
  CHECK(send_http({"GET", server.url("/")}, 5s)->status == 204);
  unsetenv("http_proxy");
}

TEST_CASE("what was never sent is failed, what may have arrived is not known") {
  Listener closed;
  closed.close_now();
  const auto refused = send_http({"GET", "http://" + closed.endpoint() + "/"}, 5s);
  REQUIRE(!refused);
  CHECK(refused.error().kind == ErrorKind::failed);

  const HttpServer rude{""};
  const auto lost = send_http({"POST", rude.url("/")}, 5s);
  REQUIRE(!lost);
  CHECK(lost.error().kind == ErrorKind::timeout);
  CHECK(contains(lost.error().why, "not known"));
}

TEST_CASE("the deadline holds while a server says nothing") {
  const Listener silent;
  const auto begun = std::chrono::steady_clock::now();
  const auto outcome = send_http({"GET", "http://" + silent.endpoint() + "/"}, 80ms);
  REQUIRE(!outcome);
  CHECK(outcome.error().kind == ErrorKind::timeout);
  CHECK(std::chrono::steady_clock::now() - begun < 2s);
}

TEST_CASE("an endless answer is refused, not kept") {
  const HttpServer server{"HTTP/1.1 200 OK\r\n\r\n" + std::string(k_outcome_cap + 1, 'x')};
  const auto outcome = send_http({"GET", server.url("/")}, 10s);
  REQUIRE(!outcome);
  CHECK(contains(outcome.error().why, "longer"));
}

TEST_CASE("only http, and no header that smuggles another") {
  for (const HttpRequest& request :
       {HttpRequest{"GET", "file:///etc/hostname"}, HttpRequest{"GET", "nonsense://x"},
        HttpRequest{"GET", "http://127.0.0.1:1/", {{"X", "a\r\nY: b"}}},
        HttpRequest{"GET / HTTP/1.1\r\nX: y", "http://127.0.0.1:1/"}}) {
    CAPTURE(request.url);
    const auto outcome = send_http(request, 2s);
    REQUIRE(!outcome);
    CHECK(outcome.error().kind == ErrorKind::bad_input);
  }
}
