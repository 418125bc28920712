// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/sampler_loop.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <utility>

#include "drills/measure/alarms.hpp"
#include "drills/measure/descriptor_set.hpp"
#include "drills/measure/http_client.hpp"
#include "drills/measure/names.hpp"

namespace gameday {

namespace {

namespace asio = boost::asio;
using Steady = std::chrono::steady_clock;

/// Alarms rung in one turn, so that descriptors get theirs even under a flood.
constexpr int k_alarms_a_turn = 64;

class AsioLoop final : public SamplerLoop {
 public:
  explicit AsioLoop(DescriptorSet set)
      : m_set(std::move(set)), m_timer(m_io), m_descriptors(m_io, m_set.fd()) {
    await_descriptors();
  }
  ~AsioLoop() override {
    // What still runs has callbacks into probes that are gone by now: it is dropped unheard.
    m_http.reset();
    m_names.reset();
    std::exchange(m_alarms, {});
    m_set.clear();
    m_descriptors.release();
  }

  Result<void> open_clients(const std::string& resolver) {
    auto http = HttpClient::make(*this);
    if (!http) return tl::unexpected(http.error());
    m_http = std::move(*http);
    if (resolver.empty()) return {};
    auto names = Names::make(*this, resolver);
    if (!names) return tl::unexpected(names.error());
    m_names = std::move(*names);
    return {};
  }

  void run() override {
    m_io.restart();
    m_io.run();
  }
  void stop() override { m_io.stop(); }
  void post(std::function<void()> work) override { asio::post(m_io, std::move(work)); }

  AlarmId set_alarm(Instant at, std::function<void()> ring) override {
    const AlarmId id = m_alarms.set(at, std::move(ring));
    if (!m_ringing) arm();
    return id;
  }
  void cancel_alarm(AlarmId alarm) override { m_alarms.cancel(alarm); }

  void watch(int fd, Readiness wanted, std::function<void(Readiness)> ready) override {
    m_set.watch(fd, wanted, std::move(ready));
  }
  void unwatch(int fd) override { m_set.unwatch(fd); }

  HttpClient& http() override { return *m_http; }
  Names* names() override { return m_names.get(); }

 private:
  /// The timer is set again only when the next alarm is earlier than what it waits for: setting it
  /// for every alarm costs as much as a request.
  void arm() {
    const auto next = m_alarms.next();
    if (!next || (m_armed_for && *m_armed_for <= *next)) return;
    m_armed_for = next;
    m_timer.expires_at(Steady::time_point{next->time_since_epoch()});
    m_timer.async_wait([this](const boost::system::error_code& error) {
      if (!error) ring();
    });
  }

  void ring() {
    m_armed_for.reset();
    m_ringing = true;
    for (int i = 0; i < k_alarms_a_turn; ++i) {
      const auto due = m_alarms.take_due(now());
      if (!due) break;
      due();
    }
    m_ringing = false;
    arm();
  }

  void await_descriptors() {
    m_descriptors.async_wait(asio::posix::stream_descriptor::wait_read,
                             [this](const boost::system::error_code& error) {
                               if (error) return;
                               m_set.dispatch();
                               await_descriptors();
                             });
  }

  asio::io_context m_io{1};
  DescriptorSet m_set;
  Alarms m_alarms;
  asio::steady_timer m_timer;
  asio::posix::stream_descriptor m_descriptors;
  std::optional<Instant> m_armed_for;
  bool m_ringing = false;
  std::unique_ptr<HttpClient> m_http;
  std::unique_ptr<Names> m_names;
};

}  // namespace

Instant SamplerLoop::now() {
  return Instant{std::chrono::duration_cast<Duration>(Steady::now().time_since_epoch())};
}

Result<std::unique_ptr<SamplerLoop>> SamplerLoop::make(const std::string& resolver) {
  auto set = DescriptorSet::make();
  if (!set) return tl::unexpected(set.error());
  auto loop = std::make_unique<AsioLoop>(std::move(*set));
  if (auto opened = loop->open_clients(resolver); !opened) {
    return tl::unexpected(opened.error());
  }
  return loop;
}

}  // namespace gameday
