// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/http_client.hpp"

#include <curl/curl.h>

#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "drills/measure/http_call.hpp"

namespace gameday {

namespace {

constexpr std::size_t k_spare_handles = 64;

/// curl's multi interface on the loop. curl is never called from its own callbacks: a socket or a
/// timer only asks the loop to call back.
class CurlClient final : public HttpClient {
 public:
  CurlClient(SamplerLoop& loop, Connections connections)
      : m_loop(loop), m_connections(connections) {}
  ~CurlClient() override {
    m_loop.cancel_alarm(m_alarm);
    m_loop.cancel_alarm(m_gathering);
    for (const auto& [id, call] : m_calls) curl_multi_remove_handle(m_multi, call->handle());
    m_calls.clear();
    if (m_multi != nullptr) curl_multi_cleanup(m_multi);
  }

  Result<void> open() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    m_multi = curl_multi_init();
    if (m_multi == nullptr) return fail(ErrorKind::failed, "set up HTTP probes", "", "no memory");
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
    if (m_connections == Connections::kept) curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, 1L);
    return {};
  }

  CallId start(const ProbeRequest& request, std::function<void(HttpAnswer)> done) override {
    const CallId id = ++m_last;
    auto call = std::make_unique<HttpCall>(id, take_handle(), request, std::move(done));
    CURL* const handle = call->handle();
    m_calls.emplace(id, std::move(call));
    m_adding = true;
    curl_multi_add_handle(m_multi, handle);
    m_adding = false;
    act(CURL_SOCKET_TIMEOUT, 0);
    // What has ended already is told in a turn of its own: the caller does not know its id yet.
    if (m_gathering.number == 0 && has_ended()) {
      m_gathering = m_loop.set_alarm(SamplerLoop::now(), [this] { gather(); });
    }
    return id;
  }

  void cancel(CallId id) override {
    const auto found = m_calls.find(id);
    if (found == m_calls.end()) return;
    drop(*found->second);
  }

 private:
  static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) {
    auto& client = *static_cast<CurlClient*>(self);
    if (what == CURL_POLL_REMOVE) {
      client.m_loop.unwatch(fd);
      return 0;
    }
    const Readiness wanted{(what & CURL_POLL_IN) != 0, (what & CURL_POLL_OUT) != 0};
    client.m_loop.watch(fd, wanted, [&client, fd](Readiness ready) {
      client.act(fd, (ready.read ? CURL_CSELECT_IN : 0) | (ready.write ? CURL_CSELECT_OUT : 0));
      client.gather();
    });
    return 0;
  }

  /// A call that is being added asks to be served at once, and is: see start().
  static int on_timer(CURLM*, long after_ms, void* self) {
    auto& client = *static_cast<CurlClient*>(self);
    if (client.m_adding) return 0;
    client.m_loop.cancel_alarm(client.m_alarm);
    if (after_ms < 0) return 0;
    const Instant at = SamplerLoop::now() + std::chrono::milliseconds{after_ms};
    client.m_alarm = client.m_loop.set_alarm(at, [&client] {
      client.act(CURL_SOCKET_TIMEOUT, 0);
      client.gather();
    });
    return 0;
  }

  void act(curl_socket_t fd, int events) {
    int running = 0;
    curl_multi_socket_action(m_multi, fd, events, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(m_multi, &left)) {
      if (message->msg == CURLMSG_DONE) {
        m_ended.push_back({HttpCall::of(message->easy_handle).id(), message->data.result});
      }
    }
  }

  [[nodiscard]] bool has_ended() const { return !m_ended.empty(); }

  void gather() {
    m_loop.cancel_alarm(std::exchange(m_gathering, {}));
    for (const Ended& ended : std::exchange(m_ended, {})) {
      const auto found = m_calls.find(ended.call);
      if (found == m_calls.end()) continue;
      const auto hand_out = found->second->finish(ended.code);
      drop(*found->second);
      hand_out();
    }
  }

  Easy take_handle() {
    if (m_spare.empty()) return make_easy(m_connections);
    Easy easy = std::move(m_spare.back());
    m_spare.pop_back();
    return easy;
  }

  void drop(HttpCall& call) {
    curl_multi_remove_handle(m_multi, call.handle());
    Easy easy = call.take_handle();
    if (m_spare.size() < k_spare_handles) m_spare.push_back(std::move(easy));
    m_calls.erase(call.id());
  }

  struct Ended {
    CallId call;
    CURLcode code;
  };
  SamplerLoop& m_loop;
  Connections m_connections;
  CURLM* m_multi = nullptr;
  CallId m_last = 0;
  AlarmId m_alarm;
  AlarmId m_gathering;
  bool m_adding = false;
  std::vector<Ended> m_ended;
  std::map<CallId, std::unique_ptr<HttpCall>> m_calls;
  std::vector<Easy> m_spare;
};

std::optional<std::string> url_part(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return std::nullopt;
  const std::unique_ptr<char, void (*)(void*)> owned(text, curl_free);
  return std::string{text};
}

}  // namespace

Result<std::unique_ptr<HttpClient>> HttpClient::make(SamplerLoop& loop, Connections connections) {
  auto client = std::make_unique<CurlClient>(loop, connections);
  if (auto opened = client->open(); !opened) return tl::unexpected(opened.error());
  return client;
}

Result<Endpoint> url_endpoint(const std::string& url) {
  const std::unique_ptr<CURLU, void (*)(CURLU*)> parsed(curl_url(), curl_url_cleanup);
  const CURLUcode code = curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0);
  if (code != CURLUE_OK) {
    return fail(ErrorKind::bad_input, "read the URL", url, curl_url_strerror(code));
  }
  const auto scheme = url_part(parsed.get(), CURLUPART_SCHEME);
  const auto host = url_part(parsed.get(), CURLUPART_HOST);
  const auto port = url_part(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if ((scheme != "http" && scheme != "https") || !host || !port) {
    return fail(ErrorKind::bad_input, "read the URL", url, "it is not http://host/... or https");
  }
  return parse_endpoint(*host + ":" + *port);
}

}  // namespace gameday
