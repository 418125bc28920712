// SPDX-License-Identifier: Apache-2.0
#include "lab/first_order.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "lab/namespaces.hpp"
#include "lab/topology.hpp"
#include "world/fd.hpp"

namespace gameday::lab {
namespace {

constexpr std::string_view k_order = R"({"item":"first order of the lab","quantity":1})";
constexpr std::string_view k_created = "HTTP/1.1 201 ";

// Each step of the exchange gives up by itself.
UniqueFd open_socket() {
  UniqueFd fd{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  constexpr timeval k_patience{1, 500'000};
  setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &k_patience, sizeof k_patience);
  setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &k_patience, sizeof k_patience);
  return fd;
}

bool connect_to_shop(const UniqueFd& fd) {
  const LabHost* balancer = find_lab_host("balancer");
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(balancer->port));
  inet_pton(AF_INET, ipv4(balancer->name).c_str(), &to.sin_addr);
  return connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
}

}  // namespace

bool place_first_order() {
  const auto visit = ZoneVisit::begin(k_world);
  const UniqueFd fd = open_socket();
  if (!visit || !fd.valid() || !connect_to_shop(fd)) return false;
  const std::string request = fmt::format(
      "POST /orders HTTP/1.1\r\nHost: shop.lab\r\nIdempotency-Key: lab-up\r\n"
      "Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
      k_order.size(), k_order);
  std::array<char, 64> answer{};
  return send(fd.get(), request.data(), request.size(), MSG_NOSIGNAL) > 0 &&
         recv(fd.get(), answer.data(), answer.size(), MSG_WAITALL) > 0 &&
         std::string_view{answer.data(), k_created.size()} == k_created;
}

}  // namespace gameday::lab
