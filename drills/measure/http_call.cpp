// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/http_call.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <cstring>

#include "drills/measure/fresh_socket.hpp"

namespace gameday {

namespace {

/// Longer than any run: curl must not drop a kept connection for its age, unseen by the pool.
constexpr long k_keep_s = 30L * 24 * 3600;

curl_socket_t open_for(void* call, curlsocktype, curl_sockaddr* wanted) {
  return static_cast<HttpCall*>(call)->open_socket(wanted->family);
}

std::string in_brackets(const std::string& address) {
  return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

std::string reason(CURL* easy, CURLcode code) {
  long error = 0;
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &error);
  if (code == CURLE_COULDNT_CONNECT && error != 0) return strerror(static_cast<int>(error));
  return curl_easy_strerror(code);
}

}  // namespace

Easy make_easy(HttpClient::Connections connections) {
  Easy easy(curl_easy_init());
  CURL* const handle = easy.get();
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "gameday/" GAMEDAY_VERSION);
  const bool fresh = connections == HttpClient::Connections::fresh;
  curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
  curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, fresh ? 1L : 0L);
  if (!fresh) curl_easy_setopt(handle, CURLOPT_MAXAGE_CONN, k_keep_s);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_for);
  return easy;
}

HttpCall::HttpCall(HttpClient::CallId id, Easy easy, const ProbeRequest& request,
                   std::function<void(HttpAnswer)> done)
    : m_id(id),
      m_easy(std::move(easy)),
      m_want_header(request.want_header),
      m_done(std::move(done)),
      m_on_kept(request.on_kept) {
  CURL* const handle = m_easy.get();
  curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(
      handle, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t, std::size_t size, void* self) {
        return static_cast<HttpCall*>(self)->take_body({data, size});
      });
  curl_easy_setopt(
      handle, CURLOPT_HEADERFUNCTION, +[](char* data, std::size_t, std::size_t size, void* self) {
        return static_cast<HttpCall*>(self)->take_header({data, size});
      });
  aim(request);
}

void HttpCall::aim(const ProbeRequest& request) {
  CURL* const handle = m_easy.get();
  const Endpoint& named = request.at;
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L);
  if (request.method == "HEAD") curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  for (const auto& [name, value] : request.headers) {
    m_headers.reset(curl_slist_append(m_headers.release(), (name + ": " + value).c_str()));
  }
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, m_headers.get());
  if (request.address != named.address) {
    m_connect_to.reset(
        curl_slist_append(nullptr, fmt::format("{}:{}:{}:{}", in_brackets(named.address),
                                               named.port, in_brackets(request.address), named.port)
                                       .c_str()));
  }
  curl_easy_setopt(handle, CURLOPT_CONNECT_TO, m_connect_to.get());
}

Easy HttpCall::take_handle() {
  curl_easy_setopt(m_easy.get(), CURLOPT_CONNECT_TO, nullptr);
  curl_easy_setopt(m_easy.get(), CURLOPT_HTTPHEADER, nullptr);
  return std::move(m_easy);
}

curl_socket_t HttpCall::open_socket(int family) const {
  return m_on_kept ? CURL_SOCKET_BAD : open_fresh_socket(family).release();
}

std::function<void()> HttpCall::finish(CURLcode code) {
  long status = 0;
  curl_socket_t kept = CURL_SOCKET_BAD;
  curl_easy_getinfo(m_easy.get(), CURLINFO_RESPONSE_CODE, &status);
  m_answer.status = static_cast<int>(status);
  curl_easy_getinfo(m_easy.get(), CURLINFO_ACTIVESOCKET, &kept);
  m_answer.kept = code == CURLE_OK ? kept : CURL_SOCKET_BAD;
  if (code != CURLE_OK) m_answer.error = reason(m_easy.get(), code);
  if (code != CURLE_OK && m_on_kept) {
    m_answer.error = "stale: the kept connection was closed before it brought an answer";
  }
  if (m_too_long) m_answer.error = "the answer is too long";
  return [done = std::move(m_done), answer = std::move(m_answer)] { done(answer); };
}

HttpCall& HttpCall::of(CURL* easy) {
  HttpCall* call = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &call);
  return *call;
}

std::size_t HttpCall::take_body(std::string_view data) {
  m_too_long = m_answer.body.size() + data.size() > k_http_body_cap;
  if (m_too_long) return 0;
  m_answer.body.append(data);
  return data.size();
}

std::size_t HttpCall::take_header(std::string_view line) {
  const std::size_t name = m_want_header.size();
  const bool wanted = name > 0 && line.size() > name && line[name] == ':' &&
                      strncasecmp(line.data(), m_want_header.c_str(), name) == 0;
  if (wanted) {
    std::string_view value = line.substr(name + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    m_answer.header = value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
  }
  return line.size();
}

}  // namespace gameday
