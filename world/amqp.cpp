// SPDX-License-Identifier: Apache-2.0
// The only file that knows librabbitmq.
#include "world/amqp.hpp"

#include <amqp.h>
#include <amqp_tcp_socket.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <poll.h>

#include <array>

#include "world/clock.hpp"

namespace gameday {
namespace {

constexpr amqp_channel_t k_channel = 1;
constexpr int k_frame_max = 131'072;
/// A broker takes us for dead after two of them, and hands out again what we held.
constexpr int k_heartbeat_s = 10;
constexpr timeval k_patience{5, 0};
constexpr timeval k_at_once{0, 0};
/// Often enough for heartbeats.
constexpr std::chrono::milliseconds k_tick{500};
constexpr int k_frames_at_once = 1000;
constexpr int k_not_found = 404;
constexpr int k_access_refused = 403;

std::string text_of(const amqp_bytes_t& bytes) {
  return {static_cast<const char*>(bytes.bytes), bytes.len};
}

struct Refusal {
  int code = 0;
  std::string text;
};

Refusal refusal_of(const amqp_method_t& method) {
  if (method.id == AMQP_CHANNEL_CLOSE_METHOD) {
    const auto* close = static_cast<const amqp_channel_close_t*>(method.decoded);
    return {close->reply_code, text_of(close->reply_text)};
  }
  if (method.id == AMQP_CONNECTION_CLOSE_METHOD) {
    const auto* close = static_cast<const amqp_connection_close_t*>(method.decoded);
    return {close->reply_code, text_of(close->reply_text)};
  }
  if (method.id == AMQP_BASIC_CANCEL_METHOD) return {k_not_found, "the queue is gone"};
  return {};
}

class Consumer {
 public:
  explicit Consumer(const AmqpHold& hold) : m_hold{hold}, m_state{amqp_new_connection()} {}
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;
  ~Consumer() {
    if (m_open) (void)amqp_connection_close(m_state, AMQP_REPLY_SUCCESS);
    (void)amqp_destroy_connection(m_state);
  }

  Result<void> subscribe() {
    amqp_socket_t* socket = m_state != nullptr ? amqp_tcp_socket_new(m_state) : nullptr;
    if (socket == nullptr) return failed("out of memory");
    (void)amqp_set_handshake_timeout(m_state, &k_patience);
    (void)amqp_set_rpc_timeout(m_state, &k_patience);
    timeval patience = k_patience;
    const int opened = amqp_socket_open_noblock(socket, m_hold.broker.address.c_str(),
                                                m_hold.broker.port, &patience);
    if (opened != AMQP_STATUS_OK) return failed(amqp_error_string2(opened));
    const auto login = amqp_login(m_state, m_hold.vhost.c_str(), 0, k_frame_max, k_heartbeat_s,
                                  AMQP_SASL_METHOD_PLAIN, m_hold.login.user.c_str(),
                                  m_hold.login.password.c_str());
    if (auto done = check(login); !done) return done;
    m_open = true;
    (void)amqp_channel_open(m_state, k_channel);
    if (auto done = check(amqp_get_rpc_reply(m_state)); !done) return done;
    return consume();
  }

  Result<void> hold_until(Instant over, int end) {
    RealClock clock;
    std::array<pollfd, 2> waits{{{amqp_get_sockfd(m_state), POLLIN, 0}, {end, POLLIN, 0}}};
    while (clock.now() < over) {
      const auto more = discard();
      if (!more) return tl::unexpected(more.error());
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(over - clock.now());
      const auto wait = *more ? std::chrono::milliseconds{0} : std::min(left, k_tick);
      (void)poll(waits.data(), waits.size(), static_cast<int>(wait.count()));
      if ((waits[1].revents & POLLIN) != 0) break;
    }
    return {};
  }

 private:
  Result<void> consume() {
    amqp_table_entry_t priority{};
    priority.key = amqp_cstring_bytes("x-priority");
    priority.value.kind = AMQP_FIELD_KIND_I32;
    priority.value.value.i32 = m_hold.priority;
    const amqp_table_t arguments{1, &priority};
    constexpr amqp_boolean_t k_no = 0;
    (void)amqp_basic_consume(m_state, k_channel, amqp_cstring_bytes(m_hold.queue.c_str()),
                             amqp_cstring_bytes(m_hold.tag.c_str()), k_no, k_no, k_no, arguments);
    return check(amqp_get_rpc_reply(m_state));
  }

  /// What has come; gives whether there may be more. What is not read would keep the broker from
  /// handing out more.
  Result<bool> discard() {
    for (int frames = 0; frames < k_frames_at_once; ++frames) {
      amqp_frame_t frame{};
      const int got = amqp_simple_wait_frame_noblock(m_state, &frame, &k_at_once);
      if (got == AMQP_STATUS_TIMEOUT) return false;
      if (got != AMQP_STATUS_OK) {
        m_open = false;
        return failed(amqp_error_string2(got));
      }
      if (frame.frame_type == AMQP_FRAME_METHOD) {
        const Refusal refusal = refusal_of(frame.payload.method);
        if (refusal.code != 0) return refused(refusal);
      }
      amqp_maybe_release_buffers(m_state);
    }
    return true;
  }

  Result<void> check(const amqp_rpc_reply_t& reply) {
    switch (reply.reply_type) {
      case AMQP_RESPONSE_NORMAL: return {};
      case AMQP_RESPONSE_SERVER_EXCEPTION: return refused(refusal_of(reply.reply));
      case AMQP_RESPONSE_LIBRARY_EXCEPTION: return failed(amqp_error_string2(reply.library_error));
      case AMQP_RESPONSE_NONE: break;
    }
    return failed("it hung up");
  }

  [[nodiscard]] tl::unexpected<Error> refused(const Refusal& refusal) const {
    const ErrorKind kind = refusal.code == k_not_found        ? ErrorKind::absent
                           : refusal.code == k_access_refused ? ErrorKind::refused
                                                              : ErrorKind::failed;
    return fail(kind, "hold the queue " + m_hold.queue, where(), refusal.text);
  }
  [[nodiscard]] tl::unexpected<Error> failed(std::string why) const {
    return fail(ErrorKind::failed, "hold the queue " + m_hold.queue, where(), std::move(why));
  }
  [[nodiscard]] std::string where() const {
    return fmt::format("{}:{}", m_hold.broker.address, m_hold.broker.port);
  }

  const AmqpHold& m_hold;
  amqp_connection_state_t m_state;
  bool m_open = false;
};

}  // namespace

Result<AmqpLogin> read_basic_login(std::string_view header) {
  constexpr std::string_view k_scheme = "Basic ";
  const auto wrong = [] {
    return fail(ErrorKind::bad_input, "read the credentials of the broker", "",
                "they are no `Basic ...` of a user and a password");
  };
  if (!header.starts_with(k_scheme)) return wrong();
  header.remove_prefix(k_scheme.size());
  std::string plain(header.size(), '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(plain.data()),
                                     reinterpret_cast<const unsigned char*>(header.data()),
                                     static_cast<int>(header.size()));
  if (length < 0) return wrong();
  // What fills the last group up counts in the length.
  const auto padding = static_cast<std::size_t>(std::ranges::count(header, '='));
  plain.resize(static_cast<std::size_t>(length) - std::min<std::size_t>(padding, length));
  const auto colon = plain.find(':');
  if (colon == std::string::npos) return wrong();
  return AmqpLogin{plain.substr(0, colon), plain.substr(colon + 1)};
}

Result<void> hold_messages(const AmqpHold& hold, int end, const std::function<void()>& begun) {
  RealClock clock;
  const Instant over = clock.now() + hold.lifetime;
  Consumer consumer{hold};
  if (auto subscribed = consumer.subscribe(); !subscribed) return subscribed;
  begun();
  return consumer.hold_until(over, end);
}

}  // namespace gameday
