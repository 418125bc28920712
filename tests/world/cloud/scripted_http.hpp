// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "tests/world/support/tcp_server.hpp"

namespace gameday {

/// One request as it came over the wire.
struct SignedRequest {
  std::string line;  ///< "POST /experiments HTTP/1.1"
  std::string head;  ///< all of it
  std::string body;
};

/// An HTTP server on 127.0.0.1 that answers as a test says: status and body. Status 0: the answer
/// is lost.
class ScriptedHttp {
 public:
  using Answer = std::pair<int, std::string>;

  explicit ScriptedHttp(std::function<Answer(const SignedRequest&)> answer)
      : m_server([this, answer = std::move(answer)](int fd) {
          const SignedRequest request = read(fd);
          if (request.line.empty()) return;
          {
            const std::lock_guard lock{m_mutex};
            m_heard.push_back(request);
          }
          const auto [status, body] = answer(request);
          if (status == 0) return;
          tell(fd, "HTTP/1.1 " + std::to_string(status) + " x\r\nConnection: close\r\n" +
                       "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        }) {}

  [[nodiscard]] std::string url() const { return "http://" + m_server.endpoint(); }
  [[nodiscard]] std::vector<SignedRequest> heard() const {
    const std::lock_guard lock{m_mutex};
    return m_heard;
  }

 private:
  static SignedRequest read(int fd) {
    SignedRequest request;
    while (!request.head.ends_with("\r\n\r\n")) {
      const std::string byte = hear(fd, 1);
      if (byte.empty()) return {};
      request.head += byte;
    }
    request.line = request.head.substr(0, request.head.find('\r'));
    constexpr std::string_view k_length = "Content-Length: ";
    const auto at = request.head.find(k_length);
    if (at != std::string::npos) {
      request.body = hear(fd, std::stoul(request.head.substr(at + k_length.size())));
    }
    return request;
  }

  mutable std::mutex m_mutex;
  std::vector<SignedRequest> m_heard;
  TcpServer m_server;
};

}  // namespace gameday
