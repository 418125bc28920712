// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/network.hpp"
#include "drills/measure/sampler_loop.hpp"
#include "world/fd.hpp"
#include "world/resp.hpp"

namespace gameday {

/// One connection to a Redis server on a sampler's loop. Commands are sent one behind the other;
/// their replies come in the same order. Callbacks are called once each, never from within the call
/// that was given them, unless the link is closed there.
class RedisLink : public std::enable_shared_from_this<RedisLink> {
 public:
  using Reply = std::function<void(Result<RespReply>)>;

  RedisLink(SamplerLoop& loop, Endpoint at) : m_loop(loop), m_at(std::move(at)) {}
  ~RedisLink();
  RedisLink(const RedisLink&) = delete;
  RedisLink& operator=(const RedisLink&) = delete;

  /// Begins to connect to an IP address; commands may be asked at once.
  void open();
  /// Sends a command. Error (failed): the connection broke or was closed, and whether the server
  /// did it is not known.
  void ask(const std::vector<std::string>& words, Reply reply);
  /// Gives up: what was asked and not answered ends as an error that says why.
  void close(const std::string& why);
  [[nodiscard]] bool is_open() const { return m_socket.valid(); }
  [[nodiscard]] const Endpoint& at() const { return m_at; }

 private:
  void watch();
  void turn(Readiness ready);
  void send();
  void receive();

  SamplerLoop& m_loop;
  Endpoint m_at;
  UniqueFd m_socket;
  bool m_connected = false;
  std::string m_to_send;
  std::string m_received;
  std::deque<Reply> m_asked;
};

}  // namespace gameday
