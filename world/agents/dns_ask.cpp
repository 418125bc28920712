// SPDX-License-Identifier: Apache-2.0
// Asks a name server once, from where it runs: how a failing name is seen. Words: SERVER[:PORT]
// NAME. Prints "silence", "rcode N", or the addresses.
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

Result<std::string> ask(const AgentCall& call) {
  if (call.words.size() != 2) {
    return fail(ErrorKind::bad_input, "ask a name server", "", "words: SERVER[:PORT] NAME");
  }
  const auto server = parse_socket_endpoint(call.words[0], k_port);
  if (!server) return tl::unexpected(server.error());
  const auto* address = reinterpret_cast<const sockaddr*>(&server->socket_address);
  const UniqueFd socket{::socket(address->sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  if (!socket.valid() || ::connect(socket.get(), address, server->length) != 0) {
    return fail_errno("reach the name server", call.words[0], errno);
  }
  const std::string query = dns::make_query(k_id, call.words[1], dns::k_type_a);
  if (::send(socket.get(), query.data(), query.size(), 0) < 0) {
    return fail_errno("ask the name server", call.words[0], errno);
  }
  const Deadline deadline{k_patience};
  pollfd ready{socket.get(), POLLIN, 0};
  if (::poll(&ready, 1, deadline.poll_ms()) <= 0) return std::string{"silence\n"};
  std::array<char, 4096> bytes{};
  const ssize_t got = ::recv(socket.get(), bytes.data(), bytes.size(), 0);
  if (got < 0) return fail_errno("hear the name server", call.words[0], errno);
  const auto told = dns::read_answer({bytes.data(), static_cast<std::size_t>(got)}, k_id);
  if (!told) return tl::unexpected(told.error());
  if (told->rcode != 0) return fmt::format("rcode {}\n", told->rcode);
  return fmt::format("{}\n", fmt::join(told->addresses, "\n"));
}

}  // namespace

const Agent k_agent_dns_ask{"dns_ask", "one question to a name server", ask};

}  // namespace gameday
