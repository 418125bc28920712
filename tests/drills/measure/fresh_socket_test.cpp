// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/fresh_socket.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

#include "tests/drills/measure/support/test_server.hpp"

using namespace gameday;

namespace {

void await_writable(int fd) {
  pollfd one{fd, POLLOUT, 0};
  REQUIRE(poll(&one, 1, 5000) == 1);
}

}  // namespace

TEST_CASE("a fresh socket neither waits nor is inherited, and is reset when it is closed") {
  const UniqueFd fd = open_fresh_socket(AF_INET);
  REQUIRE(fd.valid());
  CHECK((fcntl(fd.get(), F_GETFL) & O_NONBLOCK) != 0);
  CHECK((fcntl(fd.get(), F_GETFD) & FD_CLOEXEC) != 0);
  linger option{};
  socklen_t size = sizeof option;
  REQUIRE(getsockopt(fd.get(), SOL_SOCKET, SO_LINGER, &option, &size) == 0);
  CHECK(option.l_onoff == 1);
  CHECK(option.l_linger == 0);
}

TEST_CASE("connecting ends without an error where somebody listens, with one where nobody does") {
  test::TestServer server(test::hang());
  const UniqueFd there = open_fresh_socket(AF_INET);
  const int begun = begin_connect(there.get(), "127.0.0.1", server.port());
  CHECK((begun == 0 || begun == EINPROGRESS));
  await_writable(there.get());
  CHECK(socket_error(there.get()) == 0);

  server.refuse();
  const UniqueFd nowhere = open_fresh_socket(AF_INET);
  const int refused = begin_connect(nowhere.get(), "127.0.0.1", server.port());
  if (refused == EINPROGRESS) {
    await_writable(nowhere.get());
    CHECK(socket_error(nowhere.get()) == ECONNREFUSED);
  } else {
    CHECK(refused == ECONNREFUSED);
  }
}

TEST_CASE("an address tells its family, and nonsense is refused") {
  CHECK(family_of("10.0.0.1") == AF_INET);
  CHECK(family_of("fd77::1") == AF_INET6);
  const UniqueFd fd = open_fresh_socket(AF_INET);
  CHECK(begin_connect(fd.get(), "nonsense", 80) == EINVAL);
}
