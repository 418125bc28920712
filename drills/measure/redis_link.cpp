// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/redis_link.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "drills/measure/fresh_socket.hpp"

namespace gameday {

RedisLink::~RedisLink() {
  if (m_socket.valid()) m_loop.unwatch(m_socket.get());
}

void RedisLink::open() {
  m_socket = open_fresh_socket(family_of(m_at.address));
  const int begun =
      m_socket.valid() ? begin_connect(m_socket.get(), m_at.address, m_at.port) : errno;
  if (m_socket.valid() && (begun == 0 || begun == EINPROGRESS)) return watch();
  m_socket.reset();
}

void RedisLink::ask(const std::vector<std::string>& words, Reply reply) {
  m_asked.push_back(std::move(reply));
  m_to_send += resp_command(words);
  if (m_socket.valid()) return watch();
  // Told later, as every other answer is.
  m_loop.post([self = shared_from_this()] { self->close("could not connect"); });
}

void RedisLink::close(const std::string& why) {
  if (m_socket.valid()) m_loop.unwatch(m_socket.get());
  m_socket.reset();
  m_to_send.clear();
  const auto self = shared_from_this();
  for (Reply& reply : std::exchange(m_asked, {})) {
    reply(
        fail(ErrorKind::failed, "ask Redis", m_at.address + ":" + std::to_string(m_at.port), why));
  }
}

/// Until it is connected, and while there is something to send, for being writable as well.
void RedisLink::watch() {
  m_loop.watch(m_socket.get(), {true, !m_connected || !m_to_send.empty()},
               [self = shared_from_this()](Readiness ready) { self->turn(ready); });
}

void RedisLink::turn(Readiness ready) {
  const auto self = shared_from_this();
  if (!m_connected) {
    if (const int error = socket_error(m_socket.get()); error != 0) return close(strerror(error));
    m_connected = true;
  }
  if (ready.write && !m_to_send.empty()) send();
  if (ready.read && m_socket.valid()) receive();
  if (m_socket.valid()) watch();
}

void RedisLink::send() {
  const ssize_t sent =
      ::send(m_socket.get(), m_to_send.data(), m_to_send.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0 && errno != EAGAIN) return close(strerror(errno));
  if (sent > 0) m_to_send.erase(0, static_cast<std::size_t>(sent));
}

void RedisLink::receive() {
  std::array<char, 16384> bytes{};
  const ssize_t got = ::recv(m_socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return close(got == 0 ? "the server hung up" : strerror(errno));
  m_received.append(bytes.data(), static_cast<std::size_t>(got));
  while (m_socket.valid()) {
    auto reply = take_resp(m_received);
    if (!reply) return close(reply.error().why);
    if (!*reply) return;
    if (m_asked.empty()) return close("it answered what was not asked");
    const Reply take = std::move(m_asked.front());
    m_asked.pop_front();
    take(std::move(**reply));
  }
}

}  // namespace gameday
