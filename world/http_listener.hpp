// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "world/fd.hpp"

namespace gameday {

/// One request that came in whole.
struct HeardRequest {
  std::string method;
  std::string target;  ///< as it stands in the request line: path and query
  std::string body;
  std::chrono::nanoseconds took{};  ///< from the connection to its last byte
};

/// A small HTTP/1.1 server for what others tell us: one request a connection, sixteen connections
/// at once, five seconds each, 16 KiB of header and 1 MiB of body at most. What is no such request
/// is answered 400 or 413, or not at all, and told to nobody.
class HttpListener {
 public:
  /// Listens on "address:port" (port 0 = any) in the network of the calling thread. Errors: failed,
  /// bad_input.
  [[nodiscard]] static Result<HttpListener> open(std::string_view endpoint);

  /// The port that it listens on.
  [[nodiscard]] int port() const { return m_port; }

  /// Serves on the calling thread until it is asked to stop, which it notices within 20 ms.
  /// `answer` gives the status of each request and must be quick.
  void serve(const std::stop_token& stop,
             const std::function<int(const HeardRequest& request)>& answer) const;

 private:
  HttpListener(UniqueFd fd, int port) : m_fd(std::move(fd)), m_port(port) {}

  UniqueFd m_fd;
  int m_port = 0;
};

}  // namespace gameday
