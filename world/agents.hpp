// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "world/agent.hpp"

/// Every agent, one line each; agents/<name>.cpp defines `const Agent k_agent_<name>`.
#define GAMEDAY_AGENTS(X) \
  X(sql_look) \
  X(sql_hold) \
  X(http) \
  X(aws_acl) \
  X(aws_find) \
  X(aws_fis) \
  X(aws_identity) \
  X(aws_rds) \
  X(aws_route53) \
  X(aws_sqs) \
  X(amqp_hold) \
  X(dns_ask) \
  X(dns_update) \
  X(pdns_records) \
  X(shift_guard) \
  X(delay_queue) \
  X(dns_answerer)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const Agent k_agent_##kind;
GAMEDAY_AGENTS(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const Agent* const> agents();

}  // namespace gameday
