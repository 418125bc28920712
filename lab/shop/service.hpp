// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "lab/shop/job_sender.hpp"
#include "lab/shop/job_worker.hpp"
#include "lab/shop/orders.hpp"
#include "lab/shop/workers.hpp"

namespace gameday::shop {

/// What a customer sends, free of HTTP's details.
struct Request {
  std::string method;
  std::string target;
  std::string idempotency_key;  ///< of its header; empty = none
  std::string body;
};

/// What he gets.
struct Answer {
  int status = 500;
  std::string body;  ///< JSON
};

/// The shop of one region. It uses the database of its own region and no other: if that one takes
/// no writes, neither does this shop, and /healthz says so to whoever steers the customers.
///
///   GET  /healthz      200, or 503 when it cannot write: {"region": ..., "writable": ...}
///   POST /orders       with an Idempotency-Key: 201 and the order. The same key again gives the
///                      same answer, so a customer who is in doubt simply asks again, of whichever
///                      region answers. 422 when the key was used for another wish.
///                      503: not placed. 504: perhaps placed; ask again with the same key.
///   GET  /orders/{id}  200 and the order, or 404
///
/// With a queue of its region an order that was placed is processed by a background job, and tells
/// whether it is: "processed". Whatever the queue does, placing orders goes on.
class Service {
 public:
  using Reply = std::function<void(Answer)>;

  /// `queue` is where the region's Redis listens, "address:port"; empty = there is none.
  Service(std::string region, const std::string& conninfo, const std::string& queue = {});

  /// Answers exactly once, now or later, on whatever thread; within a second in any case.
  void handle(const Request& request, const Reply& reply);

 private:
  void check_health(const Reply& reply);
  void place(const Request& request, const Reply& reply);
  void look_up(const std::string& id, const Reply& reply);

  std::string m_region;
  // First made and last ended: orders that are being placed use them.
  std::unique_ptr<JobSender> m_jobs;
  std::unique_ptr<JobWorker> m_worker;
  // Apart, so that orders that wait for a database that hangs do not hold up the answer to whoever
  // wants to know whether it does.
  Workers m_health;
  Workers m_orders;
};

}  // namespace gameday::shop
