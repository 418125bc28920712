// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "injectors/injector.hpp"

/// Every kind of fault, one line each; injectors/<kind>.cpp defines `const Injector
/// k_injector_<kind>`.
#define GAMEDAY_INJECTORS(X) \
  X(region_blackhole) \
  X(zone_blackhole) \
  X(link_cut) \
  X(link_degrade) \
  X(aws_region_blackhole) \
  X(aws_fis) \
  X(aws_rds_failover) \
  X(aws_sqs_stall) \
  X(kubernetes_blackhole) \
  X(process_pause) \
  X(process_kill) \
  X(clock_skew) \
  X(disk_fill) \
  X(cpu_load) \
  X(memory_load) \
  X(queue_stall) \
  X(dns_fail) \
  X(db_stall) \
  X(db_lag) \
  X(toxiproxy) \
  X(http_api) \
  X(command)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const Injector k_injector_##kind;
GAMEDAY_INJECTORS(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const Injector* const> injectors();

}  // namespace gameday
