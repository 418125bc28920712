// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/network.hpp"
#include "base/result.hpp"
#include "drills/measure/sampler_loop.hpp"

namespace gameday {

/// One request. The URL keeps its name (for the Host header and TLS); it goes to `address`.
struct ProbeRequest {
  std::string url;
  std::string method = "GET";
  Endpoint at;              ///< what the URL names, see url_endpoint
  std::string address;      ///< the IP address to connect to instead of the name
  std::string want_header;  ///< a response header to hand back
  std::vector<std::pair<std::string, std::string>> headers = {};
  bool on_kept = false;  ///< over the connection that is kept and no other, or not at all
};

/// What came of it. `error` is empty where a whole answer was read.
struct HttpAnswer {
  int status = 0;
  std::string body;    ///< at most k_http_body_cap bytes; a longer one is an error
  std::string header;  ///< value of want_header, empty = it was not sent
  std::string error;
  int kept = -1;  ///< the connection that was kept for the next request; -1 = none
};

inline constexpr std::size_t k_http_body_cap = 64U << 10U;

/// HTTP requests on the sampler's loop, each over a connection of its own that is reset behind it
/// (no TIME_WAIT, which would run out of ports). No redirects, no proxy, no time limit of its own.
class HttpClient {
 public:
  using CallId = std::uint64_t;
  enum class Connections {
    fresh,  ///< each request makes its own
    kept,   ///< the last one is kept; one request at a time
  };
  /// Errors: failed.
  static Result<std::unique_ptr<HttpClient>> make(SamplerLoop& loop,
                                                  Connections connections = Connections::fresh);
  virtual ~HttpClient() = default;

  /// Sends in this very turn. `done` is called later, once, unless the call is cancelled first.
  virtual CallId start(const ProbeRequest& request, std::function<void(HttpAnswer)> done) = 0;
  /// Breaks it off without an answer; fine for one that has ended.
  virtual void cancel(CallId call) = 0;
};

/// Host and port that a URL leads to. Errors: bad_input (not http or https, no host ...).
[[nodiscard]] Result<Endpoint> url_endpoint(const std::string& url);

}  // namespace gameday
