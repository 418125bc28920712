// SPDX-License-Identifier: Apache-2.0
#include "world/dns_answerer.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <thread>
#include <vector>

#include "world/deadline.hpp"
#include "world/dns_message.hpp"
#include "world/dns_talks.hpp"
#include "world/fd.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_most_bytes = 65535;
constexpr std::size_t k_most_waiting = 512;
constexpr std::chrono::milliseconds k_upstream_patience{5000};
constexpr std::chrono::milliseconds k_look_around{200};

tl::unexpected<Error> cannot(const char* what, const std::string& where) {
  return fail_errno(what, where, errno);
}

/// A socket that listens on every address of a family, and says where each datagram went.
Result<UniqueFd> listen_on(int family, int type, int port) {
  UniqueFd socket{::socket(family, type | SOCK_CLOEXEC, 0)};
  const int on = 1;
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(static_cast<std::uint16_t>(port));
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = v6.sin6_port;
  const bool is_v6 = family == AF_INET6;
  if (is_v6) {
    ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
  } else {
    ::setsockopt(socket.get(), IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
  }
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const auto* address =
      is_v6 ? reinterpret_cast<const sockaddr*>(&v6) : reinterpret_cast<const sockaddr*>(&v4);
  const socklen_t length = is_v6 ? sizeof v6 : sizeof v4;
  constexpr int k_backlog = 64;
  const bool good = socket.valid() && ::bind(socket.get(), address, length) == 0 &&
                    (type == SOCK_DGRAM || ::listen(socket.get(), k_backlog) == 0);
  if (!good) return cannot("listen", "port " + std::to_string(port));
  return socket;
}

/// One datagram with where it came from and which of our addresses it was sent to: the answer must
/// leave from there.
struct Datagram {
  std::array<char, k_most_bytes> bytes;
  sockaddr_storage from{};
  socklen_t from_length = sizeof(sockaddr_storage);
  std::array<char, CMSG_SPACE(sizeof(in6_pktinfo))> control{};
  std::size_t control_length = 0;
};

std::optional<std::string> receive(int socket, Datagram& datagram) {
  iovec piece{datagram.bytes.data(), datagram.bytes.size()};
  msghdr message{};
  message.msg_name = &datagram.from;
  message.msg_namelen = sizeof datagram.from;
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = datagram.control.data();
  message.msg_controllen = datagram.control.size();
  const ssize_t got = ::recvmsg(socket, &message, MSG_DONTWAIT);
  if (got < 0) return std::nullopt;
  datagram.from_length = message.msg_namelen;
  datagram.control_length = message.msg_controllen;
  return std::string{datagram.bytes.data(), static_cast<std::size_t>(got)};
}

void answer(int socket, Datagram& to, std::string_view text) {
  iovec piece{const_cast<char*>(text.data()), text.size()};
  msghdr message{};
  message.msg_name = &to.from;
  message.msg_namelen = to.from_length;
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = to.control.data();
  message.msg_controllen = to.control_length;
  (void)::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/// A question that the real server is asked in somebody's name.
struct Waiting {
  UniqueFd upstream;
  int socket = -1;
  std::unique_ptr<Datagram> from;
  Deadline deadline;
};

/// The datagrams, on one thread.
class Datagrams {
 public:
  Datagrams(const AnswererSetup& setup, std::vector<UniqueFd> sockets)
      : m_setup{setup}, m_sockets{std::move(sockets)} {}

  void serve(const Deadline& until) {
    while (!until.passed()) {
      std::vector<pollfd> ready;
      for (const UniqueFd& socket : m_sockets) ready.push_back({socket.get(), POLLIN, 0});
      for (const Waiting& waiting : m_waiting) ready.push_back({waiting.upstream.get(), POLLIN, 0});
      (void)::poll(ready.data(), ready.size(), until.poll_ms(k_look_around));
      hand_back(ready);
      for (std::size_t i = 0; i < m_sockets.size(); ++i) {
        if (ready[i].revents != 0) take(m_sockets[i].get());
      }
    }
  }

 private:
  void take(int socket) {
    auto datagram = std::make_unique<Datagram>();
    const auto query = receive(socket, *datagram);
    if (!query) return;
    if (const auto text = answer_for(m_setup, *query)) {
      if (!text->empty()) answer(socket, *datagram, *text);
      return;
    }
    auto upstream = reach_upstream(m_setup, SOCK_DGRAM);
    if (!upstream || ::send(upstream->get(), query->data(), query->size(), MSG_NOSIGNAL) < 0)
      return;
    if (m_waiting.size() >= k_most_waiting) m_waiting.pop_front();
    m_waiting.push_back(
        {std::move(*upstream), socket, std::move(datagram), Deadline{k_upstream_patience}});
  }

  void hand_back(const std::vector<pollfd>& ready) {
    std::deque<Waiting> left;
    for (std::size_t i = 0; i < m_waiting.size(); ++i) {
      Waiting& waiting = m_waiting[i];
      const std::size_t at = m_sockets.size() + i;
      if (ready[at].revents != 0) {
        std::array<char, k_most_bytes> bytes;
        const ssize_t got = ::recv(waiting.upstream.get(), bytes.data(), bytes.size(), 0);
        if (got > 0) {
          answer(waiting.socket, *waiting.from, {bytes.data(), static_cast<std::size_t>(got)});
        }
      } else if (!waiting.deadline.passed()) {
        left.push_back(std::move(waiting));
      }
    }
    m_waiting = std::move(left);
  }

  const AnswererSetup& m_setup;
  std::vector<UniqueFd> m_sockets;
  std::deque<Waiting> m_waiting;
};

}  // namespace

Result<UniqueFd> reach_upstream(const AnswererSetup& setup, int type) {
  const SocketEndpoint& upstream = setup.upstream;
  const auto* address = reinterpret_cast<const sockaddr*>(&upstream.socket_address);
  UniqueFd socket{::socket(address->sa_family, type | SOCK_CLOEXEC, 0)};
  if (!socket.valid()) return cannot("reach", upstream.address);
  if (::setsockopt(socket.get(), SOL_SOCKET, SO_MARK, &setup.mark, sizeof setup.mark) != 0) {
    return cannot("mark what is sent to", upstream.address);
  }
  if (::connect(socket.get(), address, upstream.length) != 0) {
    return cannot("reach", upstream.address);
  }
  return socket;
}

std::optional<std::string> answer_for(const AnswererSetup& setup, std::string_view query) {
  const auto question = dns::read_question(query);
  const std::string_view zone = setup.zone == "." ? std::string_view{} : setup.zone;
  if (!question || !dns::lies_in(question->name, zone)) return std::nullopt;
  switch (setup.fault) {
    case NameFault::silence: return std::string{};
    case NameFault::servfail: return dns::servfail(query, *question);
    case NameFault::wrong: {
      auto answer = dns::wrong_answer(query, *question, setup.address);
      return answer ? std::move(*answer) : std::string{};
    }
  }
  return std::string{};
}

Result<void> serve_names(const AnswererSetup& setup) {
  const auto probe = reach_upstream(setup, SOCK_DGRAM);
  if (!probe) return tl::unexpected(probe.error());
  std::vector<UniqueFd> datagrams;
  std::vector<UniqueFd> listeners;
  for (const int family : {AF_INET, AF_INET6}) {
    auto udp = listen_on(family, SOCK_DGRAM, setup.port);
    auto tcp = listen_on(family, SOCK_STREAM, setup.port);
    if (!udp) return tl::unexpected(udp.error());
    if (!tcp) return tl::unexpected(tcp.error());
    datagrams.push_back(std::move(*udp));
    listeners.push_back(std::move(*tcp));
  }
  const Deadline until{setup.lifetime};
  const std::jthread connections{[&] { serve_connections(setup, listeners, until); }};
  Datagrams{setup, std::move(datagrams)}.serve(until);
  return {};
}

}  // namespace gameday
