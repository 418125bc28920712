// SPDX-License-Identifier: Apache-2.0
#include "world/dial.hpp"

#include <netinet/in.h>
#include <poll.h>

#include <cerrno>

#include "world/deadline.hpp"
#include "world/endpoint.hpp"
#include "world/fd.hpp"

namespace gameday {
namespace {

Dialled read_errno(int errno_value) {
  switch (errno_value) {
    case 0: return Dialled::connected;
    case ECONNREFUSED:
    case ECONNRESET: return Dialled::refused;
    case ETIMEDOUT: return Dialled::timed_out;
    default: return Dialled::failed;
  }
}

/// Whether the socket has that address of this host now, with any port.
Result<bool> come_from(int fd, std::string_view address) {
  const bool bare_v6 = address.find(':') != address.npos && !address.starts_with('[');
  const std::string text = bare_v6 ? "[" + std::string{address} + "]" : std::string{address};
  auto source = parse_socket_endpoint(text, 1);
  if (!source) return tl::unexpected(source.error());
  auto* any = reinterpret_cast<sockaddr*>(&source->socket_address);
  if (any->sa_family == AF_INET) reinterpret_cast<sockaddr_in*>(any)->sin_port = 0;
  if (any->sa_family == AF_INET6) reinterpret_cast<sockaddr_in6*>(any)->sin6_port = 0;
  return bind(fd, any, source->length) == 0;
}

}  // namespace

Result<Dialled> dial(std::string_view endpoint, std::chrono::milliseconds deadline,
                     std::string_view from) {
  const Deadline until{deadline};
  const auto target = parse_socket_endpoint(endpoint);
  if (!target) return tl::unexpected(target.error());
  const UniqueFd fd{
      socket(target->socket_address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!fd.valid()) return Dialled::failed;
  if (!from.empty()) {
    const auto bound = come_from(fd.get(), from);
    if (!bound) return tl::unexpected(bound.error());
    if (!*bound) return Dialled::failed;
  }
  const auto* address = reinterpret_cast<const sockaddr*>(&target->socket_address);
  if (connect(fd.get(), address, target->length) == 0) return Dialled::connected;
  if (errno != EINPROGRESS) return read_errno(errno);

  pollfd waiting{fd.get(), POLLOUT, 0};
  while (poll(&waiting, 1, until.poll_ms()) <= 0) {
    if (until.passed()) return Dialled::timed_out;
  }
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) return Dialled::failed;
  return read_errno(error);
}

}  // namespace gameday
