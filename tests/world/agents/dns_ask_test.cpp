// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <thread>

#include "world/agents.hpp"
#include "world/dns_message.hpp"
#include "world/fd.hpp"

using namespace gameday;

namespace {

Result<std::string> ask(std::vector<std::string> words) {
  return k_agent_dns_ask.run({words, [] { return std::string{}; }});
}

/// A name server on a port of its own that answers one question, or none.
struct NameServer {
  NameServer() {
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    auto* const where = reinterpret_cast<sockaddr*>(&at);
    REQUIRE(::bind(socket.get(), where, size) == 0);
    REQUIRE(::getsockname(socket.get(), where, &size) == 0);
  }

  [[nodiscard]] std::string where() const {
    return fmt::format("127.0.0.1:{}", ntohs(at.sin_port));
  }

  void answer_once() {
    std::array<char, 512> bytes{};
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const ssize_t got = ::recvfrom(socket.get(), bytes.data(), bytes.size(), 0,
                                   reinterpret_cast<sockaddr*>(&from), &size);
    const std::string query{bytes.data(), static_cast<std::size_t>(got)};
    const auto answer = dns::servfail(query, dns::read_question(query).value());
    (void)::sendto(socket.get(), answer.data(), answer.size(), 0,
                   reinterpret_cast<sockaddr*>(&from), size);
  }

  UniqueFd socket{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  sockaddr_in at{};
};

}  // namespace

TEST_CASE("an answer is told, and silence as well") {
  NameServer server;
  std::thread once{[&] { server.answer_once(); }};
  const auto told = ask({server.where(), "shop.lab"});
  once.join();
  REQUIRE(told);
  CHECK(*told == "rcode 2\n");
  CHECK(ask({server.where(), "shop.lab"}).value() == "silence\n");
}

TEST_CASE("over TCP an answer may come in pieces; who hangs up has not answered") {
  const UniqueFd listener{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  auto* const there = reinterpret_cast<sockaddr*>(&at);
  REQUIRE(::bind(listener.get(), there, size) == 0);
  REQUIRE(::listen(listener.get(), 2) == 0);
  REQUIRE(::getsockname(listener.get(), there, &size) == 0);
  const std::string where = fmt::format("127.0.0.1:{}", ntohs(at.sin_port));
  std::thread server{[&] {
    const UniqueFd first{::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)};
    std::array<char, 512> bytes{};
    const ssize_t got = ::recv(first.get(), bytes.data(), bytes.size(), 0);
    const std::string query{bytes.data() + 2, static_cast<std::size_t>(got) - 2};
    const auto answer = dns::servfail(query, dns::read_question(query).value());
    const std::string framed = std::string{'\0', static_cast<char>(answer.size())} + answer;
    for (const char each : framed) (void)::send(first.get(), &each, 1, MSG_NOSIGNAL);
    const UniqueFd second{::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)};
  }};
  CHECK(ask({where, "shop.lab", "tcp"}).value_or("") == "rcode 2\n");
  CHECK_FALSE(ask({where, "shop.lab", "tcp"}));
  server.join();
}

TEST_CASE("wrong words are told") {
  CHECK_FALSE(ask({}));
  CHECK_FALSE(ask({"127.0.0.1", "x", "sctp"}));
  CHECK_FALSE(ask({"nowhere", "x"}));
}
