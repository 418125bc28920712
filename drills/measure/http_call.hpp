// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <functional>
#include <memory>
#include <string>

#include "drills/measure/http_client.hpp"

namespace gameday {

/// A handle of curl, cleaned up with its owner.
struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;

/// A handle with all that is the same for every request.
[[nodiscard]] Easy make_easy(HttpClient::Connections connections);

/// One request under way and what has been read of its answer. It must not move: the handle knows
/// where it is.
class HttpCall {
 public:
  HttpCall(HttpClient::CallId id, Easy easy, const ProbeRequest& request,
           std::function<void(HttpAnswer)> done);
  HttpCall(const HttpCall&) = delete;
  HttpCall& operator=(const HttpCall&) = delete;

  [[nodiscard]] HttpClient::CallId id() const { return m_id; }
  [[nodiscard]] CURL* handle() const { return m_easy.get(); }
  /// The handle back, for another call; only when curl has let go of it.
  [[nodiscard]] Easy take_handle();
  /// Hands the answer to whoever waits for it. The last use of this call.
  [[nodiscard]] std::function<void()> finish(CURLcode code);
  /// The call that a handle belongs to.
  [[nodiscard]] static HttpCall& of(CURL* easy);

  /// A new socket for it. None for a call that may only use the connection that is kept: curl
  /// would ask again over a new one by itself, and say nothing of it.
  [[nodiscard]] curl_socket_t open_socket(int family) const;

 private:
  void aim(const ProbeRequest& request);
  std::size_t take_body(std::string_view data);
  std::size_t take_header(std::string_view line);

  HttpClient::CallId m_id;
  Easy m_easy;
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> m_connect_to{nullptr, curl_slist_free_all};
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> m_headers{nullptr, curl_slist_free_all};
  std::string m_want_header;
  std::function<void(HttpAnswer)> m_done;
  HttpAnswer m_answer;
  bool m_too_long = false;
  bool m_on_kept = false;
};

}  // namespace gameday
