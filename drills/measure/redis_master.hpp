// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "drills/measure/redis_link.hpp"

namespace gameday {

/// Where a Redis that can be written to is looked for.
struct RedisWay {
  std::vector<Endpoint> sentinels;  ///< asked in turn; none = the server is at `address`
  std::string master;               ///< the name by which the sentinels know it
  Endpoint address;
  std::string user;
  std::string password;  ///< empty = none is asked for
};

/// Finds the master as a client of Redis Sentinel does: asks one sentinel after the other where it
/// is, connects, and believes it only where the server itself says that it is a master (redis.io,
/// "Guidelines for Redis clients with support for Redis Sentinel"). Tries until it is told to rest.
class RedisMaster {
 public:
  using Found = std::function<void(std::shared_ptr<RedisLink>)>;

  RedisMaster(SamplerLoop& loop, RedisWay way, Found found);
  ~RedisMaster();
  RedisMaster(const RedisMaster&) = delete;
  RedisMaster& operator=(const RedisMaster&) = delete;

  /// Looks until `found` was called; fine while it does already.
  void look();
  void rest();

 private:
  void begin();
  void ask_sentinel();
  void try_master(Endpoint at);
  void take_role(const Result<RespReply>& role);
  void try_again();

  SamplerLoop& m_loop;
  RedisWay m_way;
  Found m_found;
  std::shared_ptr<RedisLink> m_link;
  std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
  std::size_t m_sentinel = 0;
  bool m_looking = false;
  AlarmId m_alarm;
};

/// The address in a sentinel's answer to SENTINEL GET-MASTER-ADDR-BY-NAME. Errors: bad_input,
/// where it knows none.
[[nodiscard]] Result<Endpoint> read_master_address(const RespReply& reply);

/// The commands that introduce a client.
[[nodiscard]] std::vector<std::string> redis_login(const std::string& user,
                                                   const std::string& password);

}  // namespace gameday
