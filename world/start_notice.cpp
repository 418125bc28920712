// SPDX-License-Identifier: Apache-2.0
#include "world/start_notice.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>

#include "world/fd.hpp"

namespace gameday {
namespace {

void tell(const std::string& text) {
  const char* path = std::getenv("NOTIFY_SOCKET");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path == nullptr || std::strlen(path) >= sizeof address.sun_path) return;
  const std::size_t length = std::strlen(path);
  std::copy_n(path, length, address.sun_path);
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // an abstract one
  const UniqueFd from{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  if (!from.valid()) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
  (void)::sendto(from.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                 reinterpret_cast<const sockaddr*>(&address), size);
}

}  // namespace

void tell_begun() { tell("READY=1"); }

void tell_not_begun(int error) { tell(fmt::format("ERRNO={}", error)); }

}  // namespace gameday
