// SPDX-License-Identifier: Apache-2.0
#include "world/exchange.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

#include "world/deadline.hpp"
#include "world/fd.hpp"
#include "world/pipe_io.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_retry{5};

Result<UniqueFd> connect_to(const std::string& path, const Deadline& deadline) {
  const std::string what = "connect to the socket";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return fail(ErrorKind::bad_input, what, path, "a socket's path has at most 107 bytes");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  UniqueFd fd{socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!fd.valid()) return fail_errno(what, path, errno);
  while (connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    // EAGAIN: its queue of connections is full, and no event tells when it is not.
    if (errno != EAGAIN && errno != EINTR) return fail_errno(what, path, errno);
    if (deadline.passed()) return fail(ErrorKind::failed, what, path, "it takes no connections");
    poll(nullptr, 0, deadline.poll_ms(k_retry));
  }
  return fd;
}

}  // namespace

Result<Outcome> exchange(const std::string& socket_path, std::string_view text,
                         std::chrono::milliseconds deadline) {
  const Deadline until{deadline};
  auto fd = connect_to(socket_path, until);
  if (!fd) return tl::unexpected(fd.error());
  Outcome outcome{true, 0, "", "", {}};
  std::string pending{text};
  while (true) {
    const short events = pending.empty() ? POLLIN : POLLIN | POLLOUT;
    pollfd waiting{fd->get(), events, 0};
    if (until.passed()) {
      return fail(ErrorKind::timeout, "get the whole answer", socket_path, "its deadline passed");
    }
    if (poll(&waiting, 1, until.poll_ms()) <= 0) continue;
    if ((waiting.revents & POLLOUT) != 0 && write_some(fd->get(), pending) == PipeState::ended) {
      return fail(ErrorKind::timeout, "send all lines", socket_path,
                  "it closed the connection before they were sent; what it did is not known");
    }
    if ((waiting.revents & ~POLLOUT) == 0) continue;
    const auto state = read_some(fd->get(), outcome.out, k_outcome_cap, Keep::front);
    if (state == PipeState::ended && pending.empty()) return outcome;
  }
}

}  // namespace gameday
