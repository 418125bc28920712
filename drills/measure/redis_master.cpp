// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/redis_master.hpp"

#include <charconv>
#include <utility>

#include "drills/measure/names.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

/// For one sentinel and what it leads to; a dead region answers nothing.
constexpr Duration k_patience = 400ms;
constexpr Duration k_pause = 50ms;

}  // namespace

Result<Endpoint> read_master_address(const RespReply& reply) {
  const auto refuse = [](std::string why) {
    return fail(ErrorKind::bad_input, "find the master", "the sentinel", std::move(why));
  };
  if (reply.kind == RespReply::Kind::error) return refuse(reply.text);
  if (reply.items.size() != 2) return refuse("it knows no master of that name");
  Endpoint at;
  at.address = reply.items[0].text;
  const std::string& port = reply.items[1].text;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), at.port);
  const bool whole = error == std::errc{} && end == port.data() + port.size();
  if (!whole || at.port < 1 || at.port > 65535 || !is_address(at.address)) {
    return refuse("it names no address and port");
  }
  return at;
}

std::vector<std::string> redis_login(const std::string& user, const std::string& password) {
  if (user.empty()) return {"AUTH", password};
  return {"AUTH", user, password};
}

RedisMaster::RedisMaster(SamplerLoop& loop, RedisWay way, Found found)
    : m_loop(loop), m_way(std::move(way)), m_found(std::move(found)) {}

RedisMaster::~RedisMaster() {
  *m_alive = false;
  rest();
}

void RedisMaster::look() {
  if (std::exchange(m_looking, true)) return;
  begin();
}

void RedisMaster::rest() {
  m_looking = false;
  m_loop.cancel_alarm(m_alarm);
  if (const auto link = std::exchange(m_link, nullptr)) link->close("not needed any more");
}

void RedisMaster::begin() {
  if (!m_looking) return;
  m_alarm = m_loop.set_alarm(SamplerLoop::now() + k_patience, [this] { try_again(); });
  m_way.sentinels.empty() ? try_master(m_way.address) : ask_sentinel();
}

void RedisMaster::ask_sentinel() {
  m_link = std::make_shared<RedisLink>(m_loop, m_way.sentinels[m_sentinel]);
  m_link->open();
  m_link->ask({"SENTINEL", "GET-MASTER-ADDR-BY-NAME", m_way.master},
              [this, alive = m_alive, asked = m_link.get()](const Result<RespReply>& reply) {
                if (!*alive || !m_looking || asked != m_link.get()) return;
                const auto at = reply ? read_master_address(*reply)
                                      : Result<Endpoint>{tl::unexpected(reply.error())};
                if (!at) return try_again();
                std::exchange(m_link, nullptr)->close("it has answered");
                try_master(*at);
              });
}

void RedisMaster::try_master(Endpoint at) {
  m_link = std::make_shared<RedisLink>(m_loop, std::move(at));
  m_link->open();
  if (!m_way.password.empty()) {
    m_link->ask(redis_login(m_way.user, m_way.password), [](const Result<RespReply>&) {});
  }
  m_link->ask({"ROLE"},
              [this, alive = m_alive, asked = m_link.get()](const Result<RespReply>& role) {
                if (*alive && m_looking && asked == m_link.get()) take_role(role);
              });
}

void RedisMaster::take_role(const Result<RespReply>& role) {
  if (!role || role->items.empty() || role->items.front().text != "master") return try_again();
  m_loop.cancel_alarm(m_alarm);
  m_looking = false;
  m_found(std::exchange(m_link, nullptr));
}

/// The next sentinel has its turn after a pause.
void RedisMaster::try_again() {
  m_loop.cancel_alarm(m_alarm);
  if (const auto link = std::exchange(m_link, nullptr)) link->close("it did not lead to a master");
  if (!m_way.sentinels.empty()) m_sentinel = (m_sentinel + 1) % m_way.sentinels.size();
  m_alarm = m_loop.set_alarm(SamplerLoop::now() + k_pause, [this] { begin(); });
}

}  // namespace gameday
