// SPDX-License-Identifier: Apache-2.0
#include "world/start_notice.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/world/support/scratch.hpp"
#include "world/fd.hpp"

using namespace gameday;

namespace {

/// Waits for notices where $NOTIFY_SOCKET says while it lives.
struct Waiter {
  explicit Waiter(const std::string& name) {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    name.copy(at.sun_path, sizeof at.sun_path - 1);
    if (at.sun_path[0] == '@') at.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    REQUIRE(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&at), size) == 0);
    ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() { ::unsetenv("NOTIFY_SOCKET"); }

  [[nodiscard]] std::string heard() const {
    std::array<char, 64> bytes{};
    const ssize_t got = ::recv(socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    return got > 0 ? std::string{bytes.data(), static_cast<std::size_t>(got)} : "";
  }
  UniqueFd socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
};

}  // namespace

TEST_CASE("who waits is told that it has begun, or why it will not") {
  const Scratch scratch;
  for (const std::string& name :
       {scratch.file("notify"), "@gameday-test-" + std::to_string(::getpid())}) {
    CAPTURE(name);
    const Waiter waiter{name};
    tell_begun();
    CHECK(waiter.heard() == "READY=1");
    tell_not_begun(111);
    CHECK(waiter.heard() == "ERRNO=111");
  }
}

TEST_CASE("where nobody waits nothing is done") {
  ::unsetenv("NOTIFY_SOCKET");
  tell_begun();
  ::setenv("NOTIFY_SOCKET", std::string(200, 'x').c_str(), 1);
  tell_not_begun(1);
  ::unsetenv("NOTIFY_SOCKET");
}
