// SPDX-License-Identifier: Apache-2.0
#include "world/http.hpp"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <memory>

namespace gameday {
namespace {

constexpr long k_buffer = 64L << 10L;

struct CleanUp {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, CleanUp>;
using HeaderList = std::unique_ptr<curl_slist, CleanUp>;

/// Gives less than it was handed where the cap is passed, upon which curl ends the transfer.
std::size_t take_body(char* data, std::size_t size, std::size_t count, void* body) {
  auto& text = *static_cast<std::string*>(body);
  if (text.size() + size * count > k_outcome_cap) return 0;
  text.append(data, size * count);
  return size * count;
}

curl_socket_t open_socket(void*, curlsocktype, curl_sockaddr* address) {
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

bool is_one_line(const std::string& text) {
  return text.find_first_of(std::string_view{"\r\n\0", 3}) == std::string::npos;
}

HeaderList make_headers(const HttpRequest& request) {
  HeaderList list;
  for (const auto& [name, value] : request.headers) {
    // "Name;" is curl's way to send a header without a value.
    const std::string line = value.empty() ? name + ";" : name + ": " + value;
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) return nullptr;
    (void)list.release();
    list.reset(longer);
  }
  return list;
}

void set_limits(CURL* handle, std::chrono::milliseconds deadline) {
  const long limit = std::max<long>(1, static_cast<long>(deadline.count()));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, limit);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, limit);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, k_buffer);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
}

void set_request(CURL* handle, const HttpRequest& request, const HeaderList& headers) {
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "gameday/" GAMEDAY_VERSION);
  if (request.method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    return;
  }
  if (!request.body.empty()) {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
  }
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

/// Whether the request certainly had no effect, was certainly wrong, or may have been carried out.
ErrorKind kind_of(CURLcode code) {
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL: return ErrorKind::bad_input;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_FAILED_INIT: return ErrorKind::failed;
    default: return ErrorKind::timeout;
  }
}

std::string explain(CURLcode code, const char* detail) {
  std::string why = *detail != '\0' ? detail : curl_easy_strerror(code);
  if (code == CURLE_WRITE_ERROR) why = "its answer is longer than we keep";
  if (kind_of(code) == ErrorKind::timeout) why += "; whether it was done is not known";
  return why;
}

}  // namespace

Result<Outcome> send_http(const HttpRequest& request, std::chrono::milliseconds deadline) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::string what = "send " + request.method;
  const auto fits = [](const auto& header) {
    return is_one_line(header.first) && is_one_line(header.second);
  };
  if (!is_one_line(request.method) || !std::ranges::all_of(request.headers, fits)) {
    return fail(ErrorKind::bad_input, what, request.url, "a header or the method holds a newline");
  }
  const Handle handle{curl_easy_init()};
  const HeaderList headers = make_headers(request);
  if (ready != CURLE_OK || !handle || (!headers && !request.headers.empty())) {
    return fail(ErrorKind::failed, what, request.url, "libcurl could not be set up");
  }
  Outcome outcome;
  std::array<char, CURL_ERROR_SIZE> why{};
  set_limits(handle.get(), deadline);
  set_request(handle.get(), request, headers);
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, why.data());
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &outcome.out);
  const CURLcode code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) {
    return fail(kind_of(code), what, request.url, explain(code, why.data()));
  }
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  outcome.status = static_cast<int>(status);
  outcome.ok = status >= 200 && status < 300;
  return outcome;
}

}  // namespace gameday
