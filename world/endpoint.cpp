// SPDX-License-Identifier: Apache-2.0
#include "world/endpoint.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>
#include <cstring>
#include <optional>

namespace gameday {
namespace {

constexpr int k_highest_port = 65535;

struct Parts {
  std::string_view address;
  std::string_view port;  ///< empty = none was given
};

std::optional<Parts> split(std::string_view text) {
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(close + 1);
    if (!rest.empty() && !rest.starts_with(':')) return std::nullopt;
    return Parts{text.substr(1, close - 1), rest.empty() ? rest : rest.substr(1)};
  }
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return Parts{text, {}};
  if (text.find(':', colon + 1) != std::string_view::npos) return Parts{text, {}};  // bare IPv6
  return Parts{text.substr(0, colon), text.substr(colon + 1)};
}

std::optional<int> read_port(std::string_view text, int default_port) {
  int port = default_port;
  if (!text.empty()) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  }
  if (port < 1 || port > k_highest_port) return std::nullopt;
  return port;
}

template <class SocketAddress>
void put(SocketEndpoint& endpoint, const SocketAddress& address) {
  std::memcpy(&endpoint.socket_address, &address, sizeof address);
  endpoint.length = sizeof address;
}

bool fill(SocketEndpoint& endpoint) {
  sockaddr_in v4{};
  if (inet_pton(AF_INET, endpoint.address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(static_cast<std::uint16_t>(endpoint.port));
    put(endpoint, v4);
    return true;
  }
  sockaddr_in6 v6{};
  if (inet_pton(AF_INET6, endpoint.address.c_str(), &v6.sin6_addr) != 1) return false;
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(static_cast<std::uint16_t>(endpoint.port));
  put(endpoint, v6);
  return true;
}

}  // namespace

Result<SocketEndpoint> parse_socket_endpoint(std::string_view text, int default_port) {
  const auto wrong = [&](const char* why) {
    return fail(ErrorKind::bad_input, "read the address", std::string{text}, why,
                "write it as 10.0.0.1:80 or [fd77::1]:80");
  };
  const auto parts = split(text);
  if (!parts) return wrong("its brackets do not match");
  const auto port = read_port(parts->port, default_port);
  if (!port) return wrong("it has no port from 1 to 65535");
  SocketEndpoint endpoint;
  endpoint.address = parts->address;
  endpoint.port = *port;
  if (!fill(endpoint)) return wrong("it is no numeric IPv4 or IPv6 address");
  return endpoint;
}

}  // namespace gameday
