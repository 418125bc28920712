// SPDX-License-Identifier: Apache-2.0
#include "world/dns_talks.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <list>

namespace gameday {
namespace {

constexpr std::size_t k_most_talks = 256;
constexpr std::chrono::milliseconds k_talk_patience{2000};
constexpr std::chrono::milliseconds k_look_around{200};

/// A message over TCP has its length in front of it (RFC 1035, 4.2.2).
std::string framed(const std::string& message) {
  return std::string{static_cast<char>(message.size() >> 8),
                     static_cast<char>(message.size() & 0xff)} +
         message;
}

/// The message without its length, once all of it is there.
std::optional<std::string> whole_message(const std::string& received) {
  if (received.size() < 2) return std::nullopt;
  const auto size = static_cast<std::size_t>((static_cast<unsigned char>(received[0]) << 8) |
                                             static_cast<unsigned char>(received[1]));
  if (received.size() < size + 2) return std::nullopt;
  return received.substr(2, size);
}

void send_all(int socket, const std::string& bytes) {
  (void)::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

/// One connection, one question: heard, answered by us or by the real server, and over; or silent,
/// until the client gives up.
class Talk {
 public:
  Talk(const AnswererSetup& setup, UniqueFd client) : m_setup(setup), m_client(std::move(client)) {}

  [[nodiscard]] pollfd waits_for() const {
    if (m_silent) return {m_client.get(), POLLRDHUP, 0};
    return {m_upstream.valid() ? m_upstream.get() : m_client.get(), POLLIN, 0};
  }

  /// Gives whether it goes on.
  bool go_on() {
    if (m_silent) return false;
    const bool from_server = m_upstream.valid();
    std::array<char, 4096> piece{};
    const ssize_t got = ::recv(from_server ? m_upstream.get() : m_client.get(), piece.data(),
                               piece.size(), MSG_DONTWAIT);
    if (got <= 0) return false;
    m_received.append(piece.data(), static_cast<std::size_t>(got));
    const auto message = whole_message(m_received);
    if (!message) return true;
    if (!from_server) return hear(*message);
    send_all(m_client.get(), framed(*message));
    return false;
  }

  [[nodiscard]] bool is_over() const { return m_deadline.passed(); }

 private:
  bool hear(const std::string& query) {
    if (const auto text = answer_for(m_setup, query)) {
      m_silent = text->empty();
      if (!m_silent) send_all(m_client.get(), framed(*text));
      return m_silent;
    }
    auto upstream = reach_upstream(m_setup, SOCK_STREAM);
    if (!upstream) return false;
    m_upstream = std::move(*upstream);
    m_received.clear();
    send_all(m_upstream.get(), framed(query));
    return true;
  }

  const AnswererSetup& m_setup;
  UniqueFd m_client;
  UniqueFd m_upstream;
  std::string m_received;
  bool m_silent = false;
  Deadline m_deadline{k_talk_patience};
};

}  // namespace

void serve_connections(const AnswererSetup& setup, const std::vector<UniqueFd>& listeners,
                       const Deadline& until) {
  std::list<Talk> talks;
  while (!until.passed()) {
    std::vector<pollfd> ready;
    for (const UniqueFd& listener : listeners) ready.push_back({listener.get(), POLLIN, 0});
    for (const Talk& talk : talks) ready.push_back(talk.waits_for());
    if (::poll(ready.data(), ready.size(), until.poll_ms(k_look_around)) < 0) continue;
    std::size_t at = listeners.size();
    talks.remove_if([&](Talk& talk) {
      const bool moved = ready[at++].revents != 0;
      return moved ? !talk.go_on() : talk.is_over();
    });
    for (std::size_t i = 0; i < listeners.size(); ++i) {
      if (ready[i].revents == 0) continue;
      UniqueFd client{::accept4(listeners[i].get(), nullptr, nullptr, SOCK_CLOEXEC)};
      if (!client.valid()) continue;
      if (talks.size() >= k_most_talks) talks.pop_front();
      talks.emplace_back(setup, std::move(client));
    }
  }
}

}  // namespace gameday
