// SPDX-License-Identifier: Apache-2.0
#include "world/http_listener.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cerrno>
#include <fmt/format.h>
#include <list>

#include "world/endpoint.hpp"

namespace gameday {
namespace {

namespace http = boost::beast::http;
using Steady = std::chrono::steady_clock;

constexpr std::size_t k_most_connections = 16;
constexpr std::size_t k_header_limit = 16U << 10U;
constexpr std::size_t k_body_limit = 1U << 20U;
constexpr std::chrono::seconds k_patience{5};
constexpr int k_turn_ms = 20;

constexpr int k_bad_request = 400;
constexpr int k_too_large = 413;

/// A connection and as much of its request as has come.
class Talk {
 public:
  explicit Talk(UniqueFd fd) : m_fd(std::move(fd)) {
    m_parser.header_limit(k_header_limit);
    m_parser.body_limit(k_body_limit);
    m_parser.eager(true);
  }

  [[nodiscard]] int fd() const { return m_fd.get(); }
  [[nodiscard]] bool is_late(Steady::time_point now) const { return now - m_began > k_patience; }

  /// Takes what has come. True once nothing more is to be read; then `status` is not 0 where it is
  /// to be refused, and the request is whole where it is.
  bool read(int& status) {
    std::array<char, 16384> bytes{};
    const ssize_t got = recv(m_fd.get(), bytes.data(), bytes.size(), 0);
    if (got < 0) return errno != EAGAIN && errno != EINTR;
    if (got == 0) return true;
    m_waiting.append(bytes.data(), static_cast<std::size_t>(got));
    boost::beast::error_code problem;
    while (!m_waiting.empty() && !problem && !m_parser.is_done()) {
      const auto used = m_parser.put(boost::asio::buffer(m_waiting), problem);
      m_waiting.erase(0, used);
    }
    if (problem == http::error::need_more) return false;
    if (problem == http::error::body_limit || problem == http::error::header_limit) {
      status = k_too_large;
    } else if (problem) {
      status = k_bad_request;
    }
    return problem || m_parser.is_done();
  }

  [[nodiscard]] bool is_whole() const { return m_parser.is_done(); }

  [[nodiscard]] HeardRequest request() const {
    const auto& message = m_parser.get();
    return {.method = std::string{message.method_string()},
            .target = std::string{message.target()},
            .body = message.body(),
            .took = Steady::now() - m_began};
  }

  void answer(int status) const {
    const std::string text =
        fmt::format("HTTP/1.1 {} {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status,
                    std::string{http::obsolete_reason(static_cast<http::status>(status))});
    // So short an answer fits into the socket's buffer, or nobody is there to read it.
    (void)send(m_fd.get(), text.data(), text.size(), MSG_NOSIGNAL);
    (void)shutdown(m_fd.get(), SHUT_WR);
  }

 private:
  UniqueFd m_fd;
  Steady::time_point m_began = Steady::now();
  std::string m_waiting;
  http::request_parser<http::string_body> m_parser;
};

/// Reads on; false once the connection is done with.
bool go_on(Talk& talk, const std::function<int(const HeardRequest&)>& answer) {
  int status = 0;
  if (!talk.read(status)) return true;
  if (status == 0 && talk.is_whole()) status = answer(talk.request());
  if (status != 0) talk.answer(status);
  return false;
}

int port_of(int fd) {
  sockaddr_storage bound{};
  socklen_t length = sizeof bound;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &length) != 0) return 0;
  return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(bound).sin6_port
                                           : reinterpret_cast<sockaddr_in&>(bound).sin_port);
}

void set_port(sockaddr_storage& address, std::uint16_t port) {
  if (address.ss_family == AF_INET6) {
    reinterpret_cast<sockaddr_in6&>(address).sin6_port = htons(port);
  } else {
    reinterpret_cast<sockaddr_in&>(address).sin_port = htons(port);
  }
}

}  // namespace

Result<HttpListener> HttpListener::open(std::string_view endpoint) {
  const bool any_port = endpoint.ends_with(":0");
  const std::string_view address = any_port ? endpoint.substr(0, endpoint.size() - 2) : endpoint;
  auto where = parse_socket_endpoint(address, any_port ? 1 : 0);
  if (!where) return tl::unexpected(where.error());
  if (any_port) set_port(where->socket_address, 0);
  UniqueFd fd{
      socket(where->socket_address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  const int yes = 1;
  if (!fd.valid() || setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
      bind(fd.get(), reinterpret_cast<const sockaddr*>(&where->socket_address), where->length) !=
          0 ||
      listen(fd.get(), k_most_connections) != 0) {
    return fail_errno("listen", std::string{endpoint}, errno);
  }
  const int port = port_of(fd.get());
  return HttpListener{std::move(fd), port};
}

void HttpListener::serve(const std::stop_token& stop,
                         const std::function<int(const HeardRequest& request)>& answer) const {
  std::list<Talk> talks;
  while (!stop.stop_requested()) {
    std::vector<pollfd> waited;
    for (const Talk& talk : talks) waited.push_back({talk.fd(), POLLIN, 0});
    const bool has_room = talks.size() < k_most_connections;
    waited.push_back({m_fd.get(), static_cast<short>(has_room ? POLLIN : 0), 0});
    poll(waited.data(), waited.size(), k_turn_ms);
    auto ready = waited.begin();
    for (auto talk = talks.begin(); talk != talks.end(); ++ready) {
      const bool stays = ready->revents == 0 ? !talk->is_late(Steady::now()) : go_on(*talk, answer);
      talk = stays ? std::next(talk) : talks.erase(talk);
    }
    if (waited.back().revents == 0) continue;
    UniqueFd fd{accept4(m_fd.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
    if (fd.valid()) talks.emplace_back(std::move(fd));
  }
}

}  // namespace gameday
