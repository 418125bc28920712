// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "lab/shop/redis.hpp"

namespace gameday::shop {

/// The stream of a region's background jobs, and the consumer group that takes them from it.
inline constexpr std::string_view k_stream = "jobs";
inline constexpr std::string_view k_group = "workers";
/// As whom the workers come, so that they can be barred apart from those who send jobs.
inline constexpr std::string_view k_worker_user = "workers";

/// One job: an order that is to be processed.
struct Job {
  std::string id;     ///< of its entry in the stream
  std::string order;  ///< empty where the entry names none
};

/// Puts an order into the stream, which keeps about as many entries as anybody will look at.
/// Errors: as of Redis::ask.
[[nodiscard]] Result<void> send_job(Redis& redis, const std::string& order, Deadline deadline);

/// Jobs for this worker: those that any worker took a while ago and did not finish, or else new
/// ones, for which it waits for at most `wait`. Makes the group where there is none.
/// Errors: as of Redis::ask.
[[nodiscard]] Result<std::vector<Job>> take_jobs(Redis& redis, const std::string& worker,
                                                 std::chrono::milliseconds wait, Deadline deadline);

/// Says that a job is done. Errors: as of Redis::ask.
[[nodiscard]] Result<void> finish_job(Redis& redis, const Job& job, Deadline deadline);

/// The jobs of a list of entries, as XREADGROUP and XAUTOCLAIM tell them.
[[nodiscard]] std::vector<Job> jobs_of(const RespReply& entries);

}  // namespace gameday::shop
