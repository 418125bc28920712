// SPDX-License-Identifier: Apache-2.0
// Asks a name server once, from where it runs, by UDP or TCP: how a failing name is seen. Words:
// SERVER[:PORT] NAME [tcp]. Prints "silence", "rcode N", or the addresses.
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>

#include "world/agents.hpp"
#include "world/deadline.hpp"
#include "world/dns_message.hpp"
#include "world/endpoint.hpp"
#include "world/fd.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_patience{700};
constexpr std::uint16_t k_id = 0x6764;
constexpr int k_port = 53;

/// Over TCP a message has its length in front of it (RFC 1035, 4.2.2).
std::string on_the_wire(const std::string& query, bool tcp) {
  if (!tcp) return query;
  return std::string{static_cast<char>(query.size() >> 8), static_cast<char>(query.size() & 0xff)} +
         query;
}

/// What came before the deadline; nothing = silence. Errors: failed.
Result<std::string> hear(int socket, bool tcp, const std::string& where) {
  const Deadline deadline{k_patience};
  std::string heard;
  for (std::size_t wanted = 1; heard.size() < wanted;) {
    pollfd ready{socket, POLLIN, 0};
    if (::poll(&ready, 1, deadline.poll_ms()) <= 0) return std::string{};
    std::array<char, 4096> bytes{};
    const ssize_t got = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (got < 0) return fail_errno("hear the name server", where, errno);
    if (got == 0) return fail(ErrorKind::failed, "hear the name server", where, "it hung up");
    heard.append(bytes.data(), static_cast<std::size_t>(got));
    if (!tcp) return heard;
    wanted = 2;
    if (heard.size() >= 2) {
      wanted += static_cast<std::size_t>((static_cast<unsigned char>(heard[0]) << 8) |
                                         static_cast<unsigned char>(heard[1]));
    }
  }
  return heard.substr(2);
}

Result<std::string> ask(const AgentCall& call) {
  const std::size_t words = call.words.size();
  const bool tcp = words == 3 && call.words[2] == "tcp";
  if (words != 2 && !tcp) {
    return fail(ErrorKind::bad_input, "ask a name server", "", "words: SERVER[:PORT] NAME [tcp]");
  }
  const auto server = parse_socket_endpoint(call.words[0], k_port);
  if (!server) return tl::unexpected(server.error());
  const auto* address = reinterpret_cast<const sockaddr*>(&server->socket_address);
  const UniqueFd socket{
      ::socket(address->sa_family, (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0)};
  // Of a TCP connection, too: a server that is not there is silent.
  const timeval patience{0, std::chrono::microseconds{k_patience}.count()};
  (void)::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (!socket.valid() || ::connect(socket.get(), address, server->length) != 0) {
    if (errno == EINPROGRESS) return std::string{"silence\n"};
    return fail_errno("reach the name server", call.words[0], errno);
  }
  const std::string query = on_the_wire(dns::make_query(k_id, call.words[1], dns::k_type_a), tcp);
  if (::send(socket.get(), query.data(), query.size(), MSG_NOSIGNAL) < 0) {
    return fail_errno("ask the name server", call.words[0], errno);
  }
  const auto heard = hear(socket.get(), tcp, call.words[0]);
  if (!heard) return heard;
  if (heard->empty()) return std::string{"silence\n"};
  const auto told = dns::read_answer(*heard, k_id);
  if (!told) return tl::unexpected(told.error());
  if (told->rcode != 0) return fmt::format("rcode {}\n", told->rcode);
  return fmt::format("{}\n", fmt::join(told->addresses, "\n"));
}

}  // namespace

const Agent k_agent_dns_ask{"dns_ask", "one question to a name server", ask};

}  // namespace gameday
