// SPDX-License-Identifier: Apache-2.0
#include "world/exchange.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <functional>
#include <thread>

#include "tests/world/support/scratch.hpp"
#include "world/fd.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// A server on a Unix socket that treats one connection as the test says.
class Server {
 public:
  Server(const std::string& path, std::function<void(int)> treat)
      : m_fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    REQUIRE(bind(m_fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(listen(m_fd.get(), 4) == 0);
    m_thread = std::thread{[this, treat = std::move(treat)] {
      const UniqueFd client{accept4(m_fd.get(), nullptr, nullptr, SOCK_CLOEXEC)};
      if (client.valid()) treat(client.get());
    }};
  }
  ~Server() {
    shutdown(m_fd.get(), SHUT_RDWR);
    m_thread.join();
  }

 private:
  UniqueFd m_fd;
  std::thread m_thread;
};

std::string receive(int fd, std::size_t size) {
  std::string text(size, '\0');
  text.resize(static_cast<std::size_t>(
      std::max<ssize_t>(recv(fd, text.data(), text.size(), MSG_WAITALL), 0)));
  return text;
}

void say(int fd, const std::string& text) {
  CHECK(send(fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()));
}

}  // namespace

TEST_CASE("lines go out and the whole answer comes back") {
  const Scratch scratch;
  std::string got;
  {
    const Server server{scratch.file("s"), [&](int fd) {
                          got = receive(fd, 10);
                          say(fd, "1\n# part ");
                          say(fd, "two\n");
                        }};
    const auto outcome = exchange(scratch.file("s"), "one\ntwo;x\n", 5s);
    REQUIRE(outcome);
    CHECK(outcome->ok);
    CHECK(outcome->out == "1\n# part two\n");
  }
  CHECK(got == "one\ntwo;x\n");
}

TEST_CASE("more than a socket's buffer, both ways") {
  const Scratch scratch;
  const std::string big(2U << 20U, 'x');
  const Server server{scratch.file("s"), [&](int fd) { say(fd, receive(fd, big.size())); }};
  const auto outcome = exchange(scratch.file("s"), big, 10s);
  REQUIRE(outcome);
  CHECK(outcome->out == big);
}

TEST_CASE("an answer that does not end is a timeout") {
  const Scratch scratch;
  const Server server{scratch.file("s"), [](int fd) {
                        say(fd, "half ");
                        (void)receive(fd, 100);  // until the other side gives up
                      }};
  const auto outcome = exchange(scratch.file("s"), "x\n", 50ms);
  REQUIRE(!outcome);
  CHECK(outcome.error().kind == ErrorKind::timeout);
}

TEST_CASE("a server that hangs up before it was told all leaves the state unknown") {
  const Scratch scratch;
  const Server server{scratch.file("s"), [](int fd) { (void)receive(fd, 10); }};
  const auto outcome = exchange(scratch.file("s"), std::string(4U << 20U, 'x'), 5s);
  REQUIRE(!outcome);
  CHECK(outcome.error().kind == ErrorKind::timeout);
}

TEST_CASE("nobody there, or a path too long, is told at once") {
  const Scratch scratch;
  const auto nobody = exchange(scratch.file("none"), "x\n", 5s);
  REQUIRE(!nobody);
  CHECK(nobody.error().kind == ErrorKind::failed);
  CHECK(nobody.error().text().find("none") != std::string::npos);
  CHECK(exchange(std::string(108, 'p'), "x\n", 5s).error().kind == ErrorKind::bad_input);
}
