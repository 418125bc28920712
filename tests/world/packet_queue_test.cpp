// SPDX-License-Identifier: Apache-2.0
#include "world/packet_queue.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <linux/netlink.h>

#include <array>
#include <cstring>

namespace gameday {
namespace {

using Bytes = std::vector<std::byte>;

template <class T>
void append(Bytes& bytes, const T& value) {
  const auto* begin = reinterpret_cast<const std::byte*>(&value);
  bytes.insert(bytes.end(), begin, begin + sizeof value);
  bytes.resize((bytes.size() + 3) / 4 * 4);
}

/// A message as the kernel sends it: header, nfgenmsg, an attribute that nobody asked for, the
/// packet's header.
Bytes message(std::uint32_t packet, std::uint16_t type) {
  Bytes body;
  append(body, std::array<std::uint8_t, 4>{2, 0, 0, 7});
  append(body, nlattr{8, NFQA_MARK});
  append(body, std::uint32_t{0});
  append(body, nlattr{NLA_HDRLEN + sizeof(nfqnl_msg_packet_hdr), NFQA_PACKET_HDR});
  append(body, nfqnl_msg_packet_hdr{htonl(packet), htons(0x0800), 2});
  Bytes whole;
  append(whole,
         nlmsghdr{static_cast<std::uint32_t>(sizeof(nlmsghdr) + body.size()), type, 0, 0, 0});
  whole.insert(whole.end(), body.begin(), body.end());
  return whole;
}

constexpr std::uint16_t k_packet = 3 << 8 | NFQNL_MSG_PACKET;

}  // namespace

TEST_CASE("packet numbers are read from what the kernel sends, in order") {
  Bytes received = message(7, k_packet);
  const Bytes other = message(99, NLMSG_ERROR);
  const Bytes second = message(0x01020304, k_packet);
  received.insert(received.end(), other.begin(), other.end());
  received.insert(received.end(), second.begin(), second.end());
  CHECK(packet_numbers(received) == std::vector<std::uint32_t>{7, 0x01020304});
}

TEST_CASE("what is cut off or no message gives no number") {
  const Bytes whole = message(7, k_packet);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(packet_numbers(std::span{whole}.first(size)).empty());
  }
  Bytes lying = whole;
  const std::uint16_t too_long = 4000;
  std::memcpy(lying.data() + sizeof(nlmsghdr) + 4, &too_long, sizeof too_long);
  CHECK(packet_numbers(lying).empty());
  Bytes short_header = whole;
  const std::uint16_t shorter = NLA_HDRLEN + 4;
  std::memcpy(short_header.data() + sizeof(nlmsghdr) + 12, &shorter, sizeof shorter);
  CHECK(packet_numbers(short_header).empty());
}

}  // namespace gameday
