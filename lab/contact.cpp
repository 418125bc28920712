// SPDX-License-Identifier: Apache-2.0
#include "lab/contact.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <cstring>

#include "lab/namespaces.hpp"

namespace gameday::lab {
namespace {

// A server that is stopped (SIGSTOP) accepts nothing, and some day its queue is full: then connect
// waits as well.
UniqueFd open_socket(int family, std::chrono::milliseconds patience, int type = SOCK_STREAM) {
  UniqueFd fd{socket(family, type | SOCK_CLOEXEC, 0)};
  const timeval limit{patience.count() / 1000, (patience.count() % 1000) * 1000};
  setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  return fd;
}

template <class Address>
UniqueFd connected(UniqueFd fd, const Address& to) {
  if (connect(fd.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) fd.reset();
  return fd;
}

UniqueFd connect_ipv4(std::string_view zone, const std::string& address, int port, int type,
                      std::chrono::milliseconds patience) {
  const auto visit = ZoneVisit::begin(zone);
  if (!visit) return {};
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  if (inet_pton(AF_INET, address.c_str(), &to.sin_addr) != 1) return {};
  return connected(open_socket(AF_INET, patience, type), to);
}

}  // namespace

UniqueFd connect_unix(const std::filesystem::path& path, std::chrono::milliseconds patience) {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  const std::string text = path.string();
  if (text.size() >= sizeof to.sun_path) return {};
  std::memcpy(&to.sun_path[0], text.c_str(), text.size() + 1);
  return connected(open_socket(AF_UNIX, patience), to);
}

UniqueFd connect_tcp(std::string_view zone, const std::string& address, int port,
                     std::chrono::milliseconds patience) {
  return connect_ipv4(zone, address, port, SOCK_STREAM, patience);
}

UniqueFd connect_udp(std::string_view zone, const std::string& address, int port,
                     std::chrono::milliseconds patience) {
  return connect_ipv4(zone, address, port, SOCK_DGRAM, patience);
}

std::string ask(const UniqueFd& fd, std::string_view question, std::size_t limit) {
  if (!fd.valid()) return {};
  const auto size = static_cast<ssize_t>(question.size());
  if (size > 0 && send(fd.get(), question.data(), question.size(), MSG_NOSIGNAL) != size) return {};
  std::string answer(limit, '\0');
  const ssize_t got = recv(fd.get(), answer.data(), answer.size(), 0);
  answer.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return answer;
}

}  // namespace gameday::lab
