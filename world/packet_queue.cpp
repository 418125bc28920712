// SPDX-License-Identifier: Apache-2.0
// The netlink messages are those of linux/netfilter/nfnetlink_queue.h.
#include "world/packet_queue.hpp"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace gameday {
namespace {

constexpr std::uint32_t k_most_packets = 65'536;
constexpr int k_socket_buffer = 8 << 20;
constexpr int k_most_reads = 64;
constexpr timeval k_answer_within{2, 0};
constexpr std::size_t k_buffer = 65'536;

using Message = std::array<std::byte, 256>;

tl::unexpected<Error> cannot(const char* what, std::uint16_t number) {
  return fail(ErrorKind::failed, what, "packet queue " + std::to_string(number),
              std::strerror(errno));
}

nlmsghdr* begin(Message& message, std::uint16_t type, std::uint16_t number, std::uint16_t flags) {
  nlmsghdr* header = mnl_nlmsg_put_header(message.data());
  header->nlmsg_type = static_cast<std::uint16_t>(NFNL_SUBSYS_QUEUE << 8 | type);
  header->nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
  auto* about = static_cast<nfgenmsg*>(mnl_nlmsg_put_extra_header(header, sizeof(nfgenmsg)));
  about->nfgen_family = AF_UNSPEC;
  about->version = NFNETLINK_V0;
  about->res_id = htons(number);
  return header;
}

std::span<const std::byte> whole(const Message& message, const nlmsghdr* header) {
  return std::span{message}.first(header->nlmsg_len);
}

}  // namespace

void PacketQueue::Close::operator()(mnl_socket* socket) const { mnl_socket_close(socket); }

std::vector<std::uint32_t> packet_numbers(std::span<const std::byte> received) {
  std::vector<std::uint32_t> numbers;
  int left = static_cast<int>(received.size());
  const auto* header = reinterpret_cast<const nlmsghdr*>(received.data());
  for (; mnl_nlmsg_ok(header, left); header = mnl_nlmsg_next(header, &left)) {
    if (header->nlmsg_type != (NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET)) continue;
    const auto* tail = static_cast<const char*>(mnl_nlmsg_get_payload_tail(header));
    const auto* attribute =
        static_cast<const nlattr*>(mnl_nlmsg_get_payload_offset(header, sizeof(nfgenmsg)));
    const auto left_of = [&](const nlattr* at) {
      return static_cast<int>(tail - reinterpret_cast<const char*>(at));
    };
    for (; mnl_attr_ok(attribute, left_of(attribute)); attribute = mnl_attr_next(attribute)) {
      if (mnl_attr_get_type(attribute) != NFQA_PACKET_HDR) continue;
      if (mnl_attr_get_payload_len(attribute) < sizeof(nfqnl_msg_packet_hdr)) continue;
      nfqnl_msg_packet_hdr packet{};
      std::memcpy(&packet, mnl_attr_get_payload(attribute), sizeof packet);
      numbers.push_back(ntohl(packet.packet_id));
    }
  }
  return numbers;
}

Result<PacketQueue> PacketQueue::hold(std::uint16_t number) {
  Socket socket{mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC)};
  if (socket == nullptr || mnl_socket_bind(socket.get(), 0, MNL_SOCKET_AUTOPID) < 0) {
    return cannot("hold", number);
  }
  (void)setsockopt(mnl_socket_get_fd(socket.get()), SOL_SOCKET, SO_RCVTIMEO, &k_answer_within,
                   sizeof k_answer_within);
  PacketQueue queue{std::move(socket), number};
  if (auto done = queue.set_up(); !done) return tl::unexpected(done.error());
  return queue;
}

Result<void> PacketQueue::set_up() const {
  Message message{};
  nlmsghdr* header = begin(message, NFQNL_MSG_CONFIG, m_number, NLM_F_ACK);
  const nfqnl_msg_config_cmd bind{NFQNL_CFG_CMD_BIND, 0, htons(AF_UNSPEC)};
  mnl_attr_put(header, NFQA_CFG_CMD, sizeof bind, &bind);
  if (auto sent = send(whole(message, header)); !sent) return sent;
  if (auto done = acknowledged(); !done) return done;

  message = {};
  header = begin(message, NFQNL_MSG_CONFIG, m_number, NLM_F_ACK);
  const nfqnl_msg_config_params params{htonl(0), NFQNL_COPY_META};
  mnl_attr_put(header, NFQA_CFG_PARAMS, sizeof params, &params);
  mnl_attr_put_u32(header, NFQA_CFG_QUEUE_MAXLEN, htonl(k_most_packets));
  const std::uint32_t flags = htonl(NFQA_CFG_F_FAIL_OPEN | NFQA_CFG_F_GSO);
  mnl_attr_put_u32(header, NFQA_CFG_FLAGS, flags);
  mnl_attr_put_u32(header, NFQA_CFG_MASK, flags);
  if (auto sent = send(whole(message, header)); !sent) return sent;
  if (auto done = acknowledged(); !done) return done;

  // A message that is lost costs nothing: the verdict on a later packet is one on all before it.
  const int on = 1;
  (void)mnl_socket_setsockopt(m_socket.get(), NETLINK_NO_ENOBUFS, const_cast<int*>(&on), sizeof on);
  const int fd = descriptor();
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &k_socket_buffer, sizeof k_socket_buffer) != 0) {
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &k_socket_buffer, sizeof k_socket_buffer);
  }
  return {};
}

/// Packets may come before the answer, and are let past when the next verdict is given.
Result<void> PacketQueue::acknowledged() const {
  std::vector<std::byte> buffer(k_buffer);
  for (int i = 0; i < k_most_reads; ++i) {
    const auto size = mnl_socket_recvfrom(m_socket.get(), buffer.data(), buffer.size());
    if (size < 0) return cannot("hold", m_number);
    const auto* header = reinterpret_cast<const nlmsghdr*>(buffer.data());
    if (header->nlmsg_type != NLMSG_ERROR) continue;
    const auto* answer = static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(header));
    if (answer->error == 0) return {};
    errno = -answer->error;
    return cannot("hold", m_number);
  }
  errno = ETIMEDOUT;
  return cannot("hold", m_number);
}

int PacketQueue::descriptor() const { return mnl_socket_get_fd(m_socket.get()); }

Result<std::vector<std::uint32_t>> PacketQueue::come() {
  std::vector<std::uint32_t> numbers;
  std::vector<std::byte> buffer(k_buffer);
  for (int i = 0; i < k_most_reads; ++i) {
    const auto size = recv(descriptor(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR || errno == ENOBUFS)) break;
    if (size <= 0) return cannot("read", m_number);
    const auto read = packet_numbers(std::span{buffer}.first(static_cast<std::size_t>(size)));
    numbers.insert(numbers.end(), read.begin(), read.end());
  }
  return numbers;
}

Result<void> PacketQueue::accept_up_to(std::uint32_t packet) {
  Message message{};
  nlmsghdr* header = begin(message, NFQNL_MSG_VERDICT_BATCH, m_number, 0);
  const nfqnl_msg_verdict_hdr verdict{htonl(NF_ACCEPT), htonl(packet)};
  mnl_attr_put(header, NFQA_VERDICT_HDR, sizeof verdict, &verdict);
  return send(whole(message, header));
}

Result<void> PacketQueue::send(std::span<const std::byte> message) const {
  if (mnl_socket_sendto(m_socket.get(), message.data(), message.size()) < 0) {
    return cannot("write to", m_number);
  }
  return {};
}

}  // namespace gameday
