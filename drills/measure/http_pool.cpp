// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/http_pool.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <utility>

namespace gameday {

namespace {

/// Whether the other side has closed it. Bytes alone do not mean so: TLS sends tickets.
bool is_closed(int fd) {
  tcp_info info{};
  socklen_t size = sizeof info;
  const bool told = getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
  return !told || info.tcpi_state != TCP_ESTABLISHED;
}

}  // namespace

HttpPool::~HttpPool() {
  for (const Lane& lane : m_idle) stop_watching(*lane);
}

HttpPool::Lane HttpPool::take_idle() {
  if (m_idle.empty()) return nullptr;
  Lane lane = std::move(m_idle.front());
  m_idle.pop_front();
  stop_watching(*lane);
  return lane;
}

Result<HttpPool::Lane> HttpPool::open(std::string address) {
  auto client = HttpClient::make(m_loop, HttpClient::Connections::kept);
  if (!client) return tl::unexpected(client.error());
  return std::make_shared<HttpLane>(HttpLane{std::move(*client), std::move(address)});
}

void HttpPool::give_back(Lane lane, const HttpAnswer& answer) {
  if (answer.kept < 0) return drop(std::move(lane));
  lane->kept = true;
  lane->watched = answer.kept;
  watch(lane);
  m_idle.push_front(std::move(lane));
  if (m_idle.size() <= k_idle_limit) return;
  stop_watching(*m_idle.back());
  drop(std::move(m_idle.back()));
  m_idle.pop_back();
}

void HttpPool::watch(const Lane& lane) {
  m_loop.watch(lane->watched, {true, false}, [this, idle = lane.get()](Readiness) {
    const int fd = idle->watched;
    stop_watching(*idle);
    if (!is_closed(fd)) return;
    m_idle.remove_if([idle](const Lane& one) { return one.get() == idle; });
  });
}

void HttpPool::stop_watching(HttpLane& lane) {
  if (lane.watched >= 0) m_loop.unwatch(std::exchange(lane.watched, -1));
}

void HttpPool::drop(Lane lane) {
  m_loop.set_alarm(SamplerLoop::now(), [dropped = std::move(lane)] {});
}

}  // namespace gameday
