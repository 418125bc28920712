// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/action.hpp"
#include "base/json.hpp"

/// What gameday and its keeper say to each other over their socket: frames of a length (4 bytes,
/// little endian) and that many bytes of JSON.
///   gameday: {"do":n,"action":{...}}  {"beat":true}  {"bye":true}
///   keeper:  {"ready":pid}  {"failed":"why"}  {"done":n,"outcome":{...}}  {"done":n,"error":{...}}
namespace gameday {

/// A frame longer than this is nothing of ours: the other side is not to be believed any more.
inline constexpr std::size_t k_frame_cap = 32U << 20U;

/// Text that is not UTF-8 comes through with replacement characters.
[[nodiscard]] std::string frame(const Json& message);

/// Puts received bytes together again.
class FrameReader {
 public:
  void add(std::string_view bytes) { m_buffer.append(bytes); }
  /// The next whole message. `broken()` where what was received is no frame of ours.
  [[nodiscard]] std::optional<Json> next();
  [[nodiscard]] bool broken() const { return m_broken; }

 private:
  std::string m_buffer;
  bool m_broken = false;
};

/// The frame that answers action number n.
[[nodiscard]] Json answer_message(std::uint64_t number, const Result<Outcome>& outcome);
/// What it says. Errors: as were sent; internal where it is no answer.
[[nodiscard]] Result<Outcome> read_answer(const Json& message);

/// What can come of moving bytes over the socket.
enum class Moved { done, late, closed };

/// Sends all of it. `late` at the deadline: part of it may be gone, the socket is of no use then.
[[nodiscard]] Moved send_all(int socket, std::string_view bytes,
                             std::chrono::milliseconds patience);
/// Receives what is there, waiting for something at most this long.
[[nodiscard]] Moved receive_some(int socket, FrameReader& reader,
                                 std::chrono::milliseconds patience);

}  // namespace gameday
