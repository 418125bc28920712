// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <memory>
#include <string>

#include "drills/measure/http_client.hpp"

namespace gameday {

/// One connection of a pool, and what asks over it.
struct HttpLane {
  std::unique_ptr<HttpClient> client;
  std::string address;  ///< the IP address that it leads to
  bool kept = false;    ///< it has brought an answer before
  int watched = -1;     ///< the descriptor of a connection that lies idle
};

/// Kept HTTP connections to one server, as a client with keep-alive has them. The one that was used
/// last is taken first; of those that lie idle only a few are kept, and none that was closed: its
/// end is seen when it comes, not when the next request goes out.
class HttpPool {
 public:
  using Lane = std::shared_ptr<HttpLane>;
  explicit HttpPool(SamplerLoop& loop) : m_loop(loop) {}
  ~HttpPool();
  HttpPool(const HttpPool&) = delete;
  HttpPool& operator=(const HttpPool&) = delete;

  /// A lane with a connection that was open a moment ago, or null.
  [[nodiscard]] Lane take_idle();
  /// A new lane, whose first request connects. Errors: failed.
  [[nodiscard]] Result<Lane> open(std::string address);
  /// Its request was answered: it can be used again where the connection was kept.
  void give_back(Lane lane, const HttpAnswer& answer);

 private:
  static constexpr std::size_t k_idle_limit = 4;
  void watch(const Lane& lane);
  void stop_watching(HttpLane& lane);
  /// Lets go of it in a turn of its own: it may be its own client that calls.
  void drop(Lane lane);

  SamplerLoop& m_loop;
  std::list<Lane> m_idle;  ///< the one used last at the front
};

}  // namespace gameday
