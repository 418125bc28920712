// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/service.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace gameday::shop {
namespace {

using namespace std::chrono_literals;

// Counted from the request's arrival, waiting in the queue included. The balancer gives up after a
// second; whoever watches the health wants to know sooner.
constexpr auto k_health_patience = 150ms;
constexpr auto k_order_patience = 700ms;

constexpr std::size_t k_health_threads = 1;
constexpr std::size_t k_order_threads = 4;
constexpr std::size_t k_queue_limit = 64;
constexpr std::size_t k_key_limit = 200;
constexpr std::size_t k_item_limit = 200;
constexpr std::string_view k_orders = "/orders";

Deadline in(std::chrono::milliseconds patience) {
  return std::chrono::steady_clock::now() + patience;
}

Answer problem(int status, std::string_view text) { return {status, Json{{"error", text}}.dump()}; }

/// The customer must be able to tell "not done" from "nobody knows".
Answer problem(const Error& error) {
  if (error.kind == ErrorKind::timeout) {
    return problem(504, "the order may have been placed; ask again with the same key");
  }
  return problem(503, "this region cannot do that now");
}

Answer health(const std::string& region, bool writable) {
  return {writable ? 200 : 503, Json{{"region", region}, {"writable", writable}}.dump()};
}

std::string to_text(const Order& order, bool has_jobs) {
  Json text{{"id", order.id},
            {"item", order.wish.item},
            {"quantity", order.wish.quantity},
            {"region", order.region},
            {"placed_at", order.placed_at}};
  if (has_jobs) text["processed"] = order.processed;
  return text.dump();
}

std::optional<Wish> parse_wish(const std::string& body) {
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object() || !json.contains("item") || !json.contains("quantity")) return {};
  const Json& item = json["item"];
  const Json& quantity = json["quantity"];
  if (!item.is_string() || !quantity.is_number_integer()) return {};
  const Wish wish{item.get<std::string>(), quantity.get<int>()};
  const bool sound = !wish.item.empty() && wish.item.size() <= k_item_limit &&
                     wish.item.find('\0') == std::string::npos && quantity > 0 &&
                     quantity <= 1'000'000;
  return sound ? std::optional{wish} : std::nullopt;
}

/// The job of an order is sent once the order is kept, and again when its customer asks again.
Answer placed(const Result<Order>& order, const Wish& wish, JobSender* jobs) {
  if (!order) return problem(order.error());
  if (order->wish != wish) return problem(422, "this key was used for another wish");
  if (jobs != nullptr && !order->processed) jobs->post(order->id);
  return {201, to_text(*order, jobs != nullptr)};
}

}  // namespace

Service::Service(std::string region, const std::string& conninfo, const std::string& queue)
    : m_region{std::move(region)},
      m_jobs{queue.empty() ? nullptr : std::make_unique<JobSender>(queue)},
      m_worker{queue.empty() ? nullptr : std::make_unique<JobWorker>(m_region, queue, conninfo)},
      m_health{k_health_threads, conninfo, k_queue_limit},
      m_orders{k_order_threads, conninfo, k_queue_limit} {}

void Service::handle(const Request& request, const Reply& reply) {
  const std::string_view target = request.target;
  if (request.method == "GET" && target == "/healthz") return check_health(reply);
  if (request.method == "POST" && target == k_orders) return place(request, reply);
  if (request.method == "GET" && target.starts_with("/orders/")) {
    return look_up(std::string{target.substr(k_orders.size() + 1)}, reply);
  }
  reply(problem(404, "there is GET /healthz, POST /orders and GET /orders/{id}"));
}

void Service::check_health(const Reply& reply) {
  const bool accepted = m_health.post(
      [reply, region = m_region, deadline = in(k_health_patience)](Database& database) {
        reply(health(region, is_writable(database, deadline)));
      });
  if (!accepted) reply(health(m_region, false));
}

void Service::place(const Request& request, const Reply& reply) {
  const auto wish = parse_wish(request.body);
  const std::string& key = request.idempotency_key;
  if (key.empty() || key.size() > k_key_limit) {
    return reply(problem(400, "an order needs an Idempotency-Key of at most 200 characters"));
  }
  if (!wish) return reply(problem(400, "an order is {\"item\": text, \"quantity\": number}"));
  const bool accepted =
      m_orders.post([reply, key, wish = *wish, region = m_region, jobs = m_jobs.get(),
                     deadline = in(k_order_patience)](Database& database) {
        reply(placed(place_order(database, region, key, wish, deadline), wish, jobs));
      });
  if (!accepted) reply(problem(503, "too many orders at once"));
}

void Service::look_up(const std::string& id, const Reply& reply) {
  if (!is_uuid(id)) return reply(problem(404, "there is no such order"));
  const bool accepted = m_orders.post([reply, id, has_jobs = m_jobs != nullptr,
                                       deadline = in(k_order_patience)](Database& database) {
    const auto order = find_order(database, id, deadline);
    if (!order) return reply(problem(503, "this region cannot do that now"));
    reply(*order ? Answer{200, to_text(**order, has_jobs)}
                 : problem(404, "there is no such order"));
  });
  if (!accepted) reply(problem(503, "too many orders at once"));
}

}  // namespace gameday::shop
