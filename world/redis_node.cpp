// SPDX-License-Identifier: Apache-2.0
#include "world/redis_node.hpp"

#include <fmt/format.h>

#include "world/exchange.hpp"

namespace gameday {
namespace {

std::optional<std::string> cell_of(const RespReply& reply) {
  if (reply.kind == RespReply::Kind::nothing) return std::nullopt;
  if (reply.kind == RespReply::Kind::number) return std::to_string(reply.number);
  return reply.text;
}

SqlRow row_of(const RespReply& reply) {
  if (reply.kind != RespReply::Kind::list) return {cell_of(reply)};
  SqlRow row;
  for (const RespReply& item : reply.items) row.push_back(cell_of(item));
  return row;
}

/// The path of its socket, or "address:port".
std::string where(const SqlServer& server) {
  if (server.host.starts_with('/')) return server.host;
  const bool v6 = server.host.find(':') != std::string::npos;
  return v6 ? fmt::format("[{}]:{}", server.host, server.port)
            : fmt::format("{}:{}", server.host, server.port);
}

tl::unexpected<Error> no_answer(const SqlServer& server, std::string why) {
  return fail(ErrorKind::timeout, "ask Redis", server.label,
              std::move(why) + "; whether it was done is not known");
}

}  // namespace

Outcome redis_outcome(const RespReply& reply) {
  Outcome outcome{true, 0, "", "", {}};
  if (reply.kind == RespReply::Kind::error) {
    outcome.ok = false;
    outcome.status = 1;
    outcome.err = reply.text;
  } else if (reply.kind != RespReply::Kind::list) {
    outcome.rows.push_back(row_of(reply));
  } else {
    for (const RespReply& item : reply.items) outcome.rows.push_back(row_of(item));
  }
  return outcome;
}

/// The server hangs up behind the answer to QUIT, so that the end of the answer is seen.
Result<Outcome> run_redis(const SqlServer& server, const std::vector<std::string>& words,
                          std::chrono::milliseconds deadline) {
  std::string asked;
  if (server.password) asked += resp_command({"AUTH", server.user, *server.password});
  asked += resp_command(words) + resp_command({"QUIT"});
  auto answered = exchange(where(server), asked, deadline);
  if (!answered) return tl::unexpected(answered.error());
  for (bool login = server.password.has_value();; login = false) {
    auto reply = take_resp(answered->out);
    if (!reply) return tl::unexpected(reply.error());
    if (!*reply) return no_answer(server, "it hung up before it had answered");
    if (!login || (*reply)->kind == RespReply::Kind::error) return redis_outcome(**reply);
  }
}

}  // namespace gameday
