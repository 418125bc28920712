// SPDX-License-Identifier: Apache-2.0
#include "world/exchange.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

#include "world/deadline.hpp"
#include "world/endpoint.hpp"
#include "world/fd.hpp"
#include "world/pipe_io.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_retry{5};

Result<UniqueFd> connect_to_address(const std::string& text, const Deadline& deadline) {
  const std::string what = "connect to";
  const auto endpoint = parse_socket_endpoint(text);
  if (!endpoint) return tl::unexpected(endpoint.error());
  const auto* address = reinterpret_cast<const sockaddr*>(&endpoint->socket_address);
  UniqueFd fd{socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!fd.valid()) return fail_errno(what, text, errno);
  if (connect(fd.get(), address, endpoint->length) == 0) return fd;
  if (errno != EINPROGRESS) return fail_errno(what, text, errno);
  pollfd waiting{fd.get(), POLLOUT, 0};
  while (poll(&waiting, 1, deadline.poll_ms()) <= 0) {
    if (deadline.passed()) return fail(ErrorKind::failed, what, text, "nothing answered");
  }
  int error = 0;
  socklen_t length = sizeof error;
  getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &length);
  if (error != 0) return fail_errno(what, text, error);
  return fd;
}

Result<UniqueFd> connect_to_socket(const std::string& path, const Deadline& deadline) {
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
  auto fd = socket_path.starts_with('/') ? connect_to_socket(socket_path, until)
                                         : connect_to_address(socket_path, until);
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
