// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/result.hpp"

struct mnl_socket;

namespace gameday {

/// A packet queue of the kernel's (NFQUEUE), held over netlink in the calling thread's network.
/// While nobody holds it, packets pass a rule with --queue-bypass. Of packets only their numbers
/// are asked for, and what is more than it holds passes (fail-open).
class PacketQueue {
 public:
  /// Errors: failed (no right to, or somebody else holds a queue of that number).
  [[nodiscard]] static Result<PacketQueue> hold(std::uint16_t number);

  /// Becomes readable when packets have come.
  [[nodiscard]] int descriptor() const;
  /// The numbers of those that have come, in their order; does not wait. Errors: failed.
  [[nodiscard]] Result<std::vector<std::uint32_t>> come();
  /// Lets that packet and all before it go on their way. Errors: failed.
  [[nodiscard]] Result<void> accept_up_to(std::uint32_t packet);

 private:
  struct Close {
    void operator()(mnl_socket* socket) const;
  };
  using Socket = std::unique_ptr<mnl_socket, Close>;

  PacketQueue(Socket socket, std::uint16_t number)
      : m_socket{std::move(socket)}, m_number{number} {}
  [[nodiscard]] Result<void> send(std::span<const std::byte> message) const;
  [[nodiscard]] Result<void> set_up() const;
  [[nodiscard]] Result<void> acknowledged() const;

  Socket m_socket;
  std::uint16_t m_number;
};

/// The packet numbers in what the kernel sent, in order; what is no packet is left out.
[[nodiscard]] std::vector<std::uint32_t> packet_numbers(std::span<const std::byte> received);

}  // namespace gameday
