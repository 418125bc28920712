// SPDX-License-Identifier: Apache-2.0
// Over real connections on this machine. What is asked of the real server is seen in
// tests/regions/dns_test.cpp, where packets may be marked.
#include "world/dns_talks.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <thread>

#include "world/dns_message.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// An answerer on a port of its own while it lives.
struct Answerer {
  explicit Answerer(NameFault fault) {
    setup.fault = fault;
    setup.zone = ".";
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listeners.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    socklen_t size = sizeof at;
    auto* const there = reinterpret_cast<sockaddr*>(&at);
    REQUIRE(::bind(listeners[0].get(), there, size) == 0);
    REQUIRE(::listen(listeners[0].get(), 8) == 0);
    REQUIRE(::getsockname(listeners[0].get(), there, &size) == 0);
    where = at;
    server = std::thread{[this] { serve_connections(setup, listeners, Deadline{1s}); }};
  }
  Answerer(const Answerer&) = delete;
  Answerer& operator=(const Answerer&) = delete;
  ~Answerer() { server.join(); }

  [[nodiscard]] UniqueFd connect() const {
    UniqueFd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const timeval patience{0, 500'000};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    REQUIRE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0);
    return socket;
  }

  AnswererSetup setup;
  std::vector<UniqueFd> listeners;
  sockaddr_in where{};
  std::thread server;
};

std::string framed_query() {
  const std::string query = dns::make_query(7, "shop.lab", dns::k_type_a);
  return std::string{'\0', static_cast<char>(query.size())} + query;
}

/// What a question is answered with; empty = silence.
std::string ask(const Answerer& answerer) {
  const UniqueFd socket = answerer.connect();
  const std::string query = framed_query();
  CHECK(::send(socket.get(), query.data(), query.size(), MSG_NOSIGNAL) > 0);
  std::array<char, 512> bytes{};
  const ssize_t got = ::recv(socket.get(), bytes.data(), bytes.size(), 0);
  return got > 2 ? std::string{bytes.data() + 2, static_cast<std::size_t>(got) - 2} : "";
}

}  // namespace

TEST_CASE("a question over TCP is answered, however long others take with theirs") {
  const Answerer answerer{NameFault::servfail};
  const UniqueFd dawdles = answerer.connect();
  const UniqueFd breaks_off = answerer.connect();
  CHECK(::send(breaks_off.get(), framed_query().data(), 5, MSG_NOSIGNAL) == 5);
  const auto told = dns::read_answer(ask(answerer), 7);
  REQUIRE(told);
  CHECK(told->rcode == dns::k_rcode_servfail);
}

TEST_CASE("a silent name is silent over TCP, and the connection stays") {
  const Answerer answerer{NameFault::silence};
  CHECK(ask(answerer).empty());
}
