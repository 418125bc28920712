// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/jobs.hpp"

#include <string>

namespace gameday::shop {
namespace {

const std::string k_jobs{k_stream};
const std::string k_workers{k_group};
const std::string k_field = "order";
const std::string k_kept = "100000";    // entries of the stream
const std::string k_at_once = "16";     // jobs
const std::string k_stale_ms = "2000";  // a job that takes so long is taken over

/// The names and values of one entry alternate.
std::string order_in(const RespReply& fields) {
  for (std::size_t at = 0; at + 1 < fields.items.size(); at += 2) {
    if (fields.items[at].text == k_field) return fields.items[at + 1].text;
  }
  return {};
}

Result<void> forget(Result<RespReply> reply) {
  if (!reply) return tl::unexpected{reply.error()};
  return {};
}

bool lacks_group(const Result<RespReply>& reply) {
  return !reply && reply.error().kind == ErrorKind::failed &&
         reply.error().why.starts_with("NOGROUP");
}

/// Asks once more where there was no group yet.
Result<RespReply> ask_in_group(Redis& redis, const std::vector<std::string>& command,
                               Deadline deadline) {
  auto reply = redis.ask(command, deadline);
  if (!lacks_group(reply)) return reply;
  const auto made = redis.ask({"XGROUP", "CREATE", k_jobs, k_workers, "0", "MKSTREAM"}, deadline);
  return made ? redis.ask(command, deadline) : made;
}

}  // namespace

Result<void> send_job(Redis& redis, const std::string& order, Deadline deadline) {
  return forget(redis.ask({"XADD", k_jobs, "MAXLEN", "~", k_kept, "*", k_field, order}, deadline));
}

Result<std::vector<Job>> take_jobs(Redis& redis, const std::string& worker,
                                   std::chrono::milliseconds wait, Deadline deadline) {
  // Its answer: where to go on, the entries, and those that are gone.
  const auto stale = ask_in_group(
      redis, {"XAUTOCLAIM", k_jobs, k_workers, worker, k_stale_ms, "0", "COUNT", k_at_once},
      deadline);
  if (!stale) return tl::unexpected{stale.error()};
  if (stale->items.size() > 1) {
    if (auto jobs = jobs_of(stale->items[1]); !jobs.empty()) return jobs;
  }
  const auto fresh = ask_in_group(redis,
                                  {"XREADGROUP", "GROUP", k_workers, worker, "COUNT", k_at_once,
                                   "BLOCK", std::to_string(wait.count()), "STREAMS", k_jobs, ">"},
                                  deadline);
  if (!fresh) return tl::unexpected{fresh.error()};
  // Nothing, or for the one stream its name and entries.
  if (fresh->items.empty() || fresh->items.front().items.size() < 2) return std::vector<Job>{};
  return jobs_of(fresh->items.front().items[1]);
}

Result<void> finish_job(Redis& redis, const Job& job, Deadline deadline) {
  return forget(redis.ask({"XACK", k_jobs, k_workers, job.id}, deadline));
}

std::vector<Job> jobs_of(const RespReply& entries) {
  std::vector<Job> jobs;
  for (const RespReply& entry : entries.items) {
    if (entry.items.size() == 2) jobs.push_back({entry.items[0].text, order_in(entry.items[1])});
  }
  return jobs;
}

}  // namespace gameday::shop
