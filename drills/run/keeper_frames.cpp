// SPDX-License-Identifier: Apache-2.0
#include "drills/run/keeper_frames.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "world/deadline.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_length_bytes = 4;

std::uint32_t read_length(std::string_view bytes) {
  std::uint32_t length = 0;
  for (std::size_t at = 0; at < k_length_bytes; ++at) {
    length |= std::uint32_t{static_cast<unsigned char>(bytes[at])} << (8 * at);
  }
  return length;
}

ErrorKind parse_kind(std::string_view text) {
  using enum ErrorKind;
  for (const ErrorKind kind : {failed, absent, timeout, bad_input, refused, internal}) {
    if (to_string(kind) == text) return kind;
  }
  return internal;
}

/// Waits until the socket is ready for this, or somebody has hung up.
bool wait_for(int socket, short what, const Deadline& deadline) {
  pollfd ready{socket, what, 0};
  return ::poll(&ready, 1, deadline.poll_ms()) != 0 || !deadline.passed();
}

}  // namespace

std::string frame(const Json& message) {
  const std::string text = message.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string bytes;
  for (std::size_t at = 0; at < k_length_bytes; ++at) {
    bytes.push_back(static_cast<char>((text.size() >> (8 * at)) & 0xffU));
  }
  return bytes + text;
}

std::optional<Json> FrameReader::next() {
  if (m_broken || m_buffer.size() < k_length_bytes) return std::nullopt;
  const std::size_t length = read_length(m_buffer);
  if (length > k_frame_cap) {
    m_broken = true;
    return std::nullopt;
  }
  if (m_buffer.size() < k_length_bytes + length) return std::nullopt;
  Json message = Json::parse(m_buffer.substr(k_length_bytes, length), nullptr, false);
  m_buffer.erase(0, k_length_bytes + length);
  m_broken = !message.is_object();
  if (m_broken) return std::nullopt;
  return message;
}

Json answer_message(std::uint64_t number, const Result<Outcome>& outcome) {
  Json message{{"done", number}};
  if (outcome) {
    message["outcome"] = {{"ok", outcome->ok},
                          {"status", outcome->status},
                          {"out", outcome->out},
                          {"err", outcome->err}};
    return message;
  }
  const Error& error = outcome.error();
  message["error"] = {{"kind", to_string(error.kind)},
                      {"what", error.what},
                      {"where", error.where},
                      {"why", error.why},
                      {"next", error.next}};
  return message;
}

Result<Outcome> read_answer(const Json& message) {
  const bool went_wrong = message.contains("error");
  const Json said = message.value(went_wrong ? "error" : "outcome", Json{});
  JsonReader reader{said, "the keeper's answer"};
  if (went_wrong) {
    return tl::unexpected(Error{parse_kind(reader.text("kind")), reader.text("what"),
                                reader.text("where"), reader.text("why"), reader.text("next")});
  }
  Outcome outcome{reader.boolean("ok"),
                  static_cast<int>(reader.integer("status", INT32_MIN, INT32_MAX)),
                  reader.text("out"),
                  reader.text("err"),
                  {}};
  return reader.finish(std::move(outcome));
}

Moved send_all(int socket, std::string_view bytes, std::chrono::milliseconds patience) {
  const Deadline deadline{patience};
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      if (deadline.passed() || !wait_for(socket, POLLOUT, deadline)) return Moved::late;
    } else if (errno != EINTR) {
      return Moved::closed;
    }
  }
  return Moved::done;
}

Moved receive_some(int socket, FrameReader& reader, std::chrono::milliseconds patience) {
  const Deadline deadline{patience};
  std::array<char, 65536> bytes{};
  while (true) {
    const ssize_t got = ::recv(socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got > 0) {
      reader.add({bytes.data(), static_cast<std::size_t>(got)});
      return Moved::done;
    }
    if (got == 0) return Moved::closed;
    if (errno == EAGAIN) {
      if (deadline.passed() || !wait_for(socket, POLLIN, deadline)) return Moved::late;
    } else if (errno != EINTR) {
      return Moved::closed;
    }
  }
}

}  // namespace gameday
