// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/server.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "tests/lab/support/dial.hpp"
#include "tests/world/support/listener.hpp"

using namespace gameday;

namespace {

/// A shop whose database is not there, in a process of its own, because it serves for ever.
class Shop {
 public:
  Shop() {
    {
      // The kernel's choice; it is free again when the shop asks for it.
      const Listener free_port;
      m_port = free_port.port();
    }
    m_pid = fork();
    if (m_pid == 0) {
      shop::Service service{"region-a", "host=127.0.0.1 port=1"};
      _exit(shop::serve(static_cast<std::uint16_t>(m_port), "region-a", service) ? 0 : 1);
    }
    REQUIRE(lab::await_listener(m_port));
  }
  Shop(const Shop&) = delete;
  Shop& operator=(const Shop&) = delete;
  ~Shop() {
    kill(m_pid, SIGKILL);
    waitpid(m_pid, nullptr, 0);
  }

  [[nodiscard]] int port() const { return m_port; }

 private:
  int m_port = 0;
  pid_t m_pid = 0;
};

/// Sends texts over one connection and gives all that comes until its end.
std::string exchange(int port, const std::string& text) {
  const UniqueFd fd = lab::dial(port);
  REQUIRE(fd.valid());
  send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL);
  std::string all;
  std::array<char, 4096> part{};
  for (ssize_t size = 1; size > 0;) {
    size = recv(fd.get(), part.data(), part.size(), 0);
    if (size > 0) all.append(part.data(), static_cast<std::size_t>(size));
  }
  return all;
}

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t found = 0;
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("answers carry the region, and a connection takes more than one request") {
  const Shop shop;
  const std::string answers =
      exchange(shop.port(),
               "GET /healthz HTTP/1.1\r\nHost: shop.lab\r\n\r\n"
               "GET /orders/x HTTP/1.1\r\nHost: shop.lab\r\nConnection: close\r\n\r\n");
  CHECK(answers.starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
  CHECK(count(answers, "X-Region: region-a\r\n") == 2);
  CHECK(answers.find("HTTP/1.1 404 Not Found\r\n") != std::string::npos);
  CHECK(answers.find(R"({"region":"region-a","writable":false})") != std::string::npos);
}

TEST_CASE("the key of an order comes from its header") {
  const Shop shop;
  const std::string body = R"({"item":"tea","quantity":1})";
  const std::string head = "POST /orders HTTP/1.1\r\nHost: shop.lab\r\nConnection: close\r\n";
  const std::string length = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  CHECK(exchange(shop.port(), head + length + body).starts_with("HTTP/1.1 400 "));
  CHECK(exchange(shop.port(), head + "idempotency-key: k\r\n" + length + body)
            .starts_with("HTTP/1.1 503 "));
}

TEST_CASE("what is no HTTP, or too much of it, is hung up on") {
  const Shop shop;
  CHECK(exchange(shop.port(), "no http at all\r\n\r\n").empty());
  CHECK(exchange(shop.port(), "POST /orders HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n").empty());
  CHECK(exchange(shop.port(), "GET /healthz HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 503 "));
}

TEST_CASE("a port that is taken is an error") {
  const Shop shop;
  shop::Service service{"region-b", "host=127.0.0.1 port=1"};
  const auto served = shop::serve(static_cast<std::uint16_t>(shop.port()), "region-b", service);
  REQUIRE_FALSE(served);
  CHECK(served.error().what == "listen");
}
