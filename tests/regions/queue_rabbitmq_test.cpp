// SPDX-License-Identifier: Apache-2.0
// also as an ordinary user
// The lab's real RabbitMQ, stalled in each way: by a policy that refuses publishers, and by a
// consumer of ours that comes before all others. Everything is on one broker, which takes its time
// to start.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/sources.hpp"
#include "cli/vocabulary.hpp"
#include "drills/measure/rabbit_depth.hpp"
#include "injectors/injectors.hpp"
#include "injectors/rabbitmq_api.hpp"
#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/fault_in_force.hpp"
#include "tests/regions/support/paths.hpp"
#include "world/held_process.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

using Words = std::vector<std::string>;

Inventory inventory_with_events(const Lab& lab) {
  ::setenv("GAMEDAY_CATALOG", (source_folder() / "drills/catalog").c_str(), 1);
  Loaded loaded =
      load_drill({"drill.toml", catalog_text("drills/catalog/queue_stall_rabbitmq.toml")},
                 disk_reader(), default_variables(lab.name()), vocabulary());
  if (!loaded.definition) FAIL(render_all(loaded.problems, loaded.sources, false));
  return loaded.definition->inventory;
}

/// What clients of the broker see of it.
class Broker {
 public:
  explicit Broker(const Lab& lab) : m_lab{lab} {}

  /// An answer of the management API; null where there is none.
  [[nodiscard]] Json ask(const std::string& path, const Words& more = {}) const {
    Words argv{"curl", "-s", "--max-time", "5", "-u", "guest:guest"};
    argv.insert(argv.end(), more.begin(), more.end());
    argv.push_back("http://10.77.1.40:15672/api" + path);
    return Json::parse(m_lab.on("clients", argv).out, nullptr, false);
  }

  /// Published with a confirm, which this call waits for: true = the broker has it.
  [[nodiscard]] bool publish(const Json& properties = Json::object()) const {
    const Json message{{"properties", properties},
                       {"routing_key", "events"},
                       {"payload", "paid"},
                       {"payload_encoding", "string"}};
    const Json told = ask("/exchanges/%2F/amq.default/publish", {"-d", message.dump()});
    if (told.is_object() && told.contains("routed")) return told["routed"] == true;
    CHECK(told.dump().find("rejected") != std::string::npos);
    return false;
  }

  /// Takes one message off the queue; empty = none was to be had.
  [[nodiscard]] Json take() const {
    const Json told = ask("/queues/%2F/events/get",
                          {"-d", R"({"count":1,"ackmode":"ack_requeue_false","encoding":"auto"})"});
    return told.is_array() && !told.empty() ? told[0] : Json();
  }

  /// How many messages this consumer holds; -1 = the broker does not list it (yet).
  [[nodiscard]] int held_by(const std::string& tag) const {
    const Json channels = ask("/channels");
    for (const Json& each : channels.is_array() ? channels : Json::array()) {
      const Json channel = ask("/channels/" + in_path(each.value("name", "")));
      if (channel.value("consumer_details", Json::array()).dump().find(tag) == std::string::npos) {
        continue;
      }
      return channel.value("messages_unacknowledged", -1);
    }
    return -1;
  }

  /// Depth as the probe reads it.
  [[nodiscard]] RabbitDepth depth() const {
    const auto told =
        m_lab.on("clients", {"curl", "-s", "-i", "-u", "guest:guest",
                             fmt::format("http://10.77.1.40:15672/api/queues/%2F/events?columns={}",
                                         k_rabbit_columns)});
    const auto head = told.out.find("\r\n\r\n");
    const auto date = told.out.find("date: ");
    REQUIRE(head != std::string::npos);
    REQUIRE(date < head);
    return read_rabbit_depth(told.out.substr(head + 4),
                             told.out.substr(date + 6, told.out.find("\r\n", date) - date - 6))
        .value_or(RabbitDepth{.backlog = -1});
  }

 private:
  const Lab& m_lab;
};

/// Another team's consumer, which is slow: it has not acknowledged anything yet.
HeldProcess start_worker(const Lab& lab) {
  auto started = HeldProcess::start(
      lab.argv_on("clients", {gameday_binary().string(), "agent", "amqp_hold", "--",
                              "10.77.1.40:5672", "/", "guest", "events", "worker", "1", "60"}),
      {.folder = "/"});
  REQUIRE(started);
  return std::move(*started);
}

void publishers_are_refused(const Inventory& there, const Broker& broker) {
  const Json theirs{{"pattern", "^events$"},
                    {"definition", {{"message-ttl", 3600000}}},
                    {"priority", 1},
                    {"apply-to", "queues"}};
  (void)broker.ask("/policies/%2F/theirs", {"-X", "PUT", "-d", theirs.dump()});
  const Json policies = broker.ask("/policies");
  REQUIRE(policies.size() == 1);
  CHECK(broker.publish());
  {
    FaultInForce fault{
        k_injector_queue_stall, there, {{"queue", "events"}, {"how", "reject-publish"}}, 20s};
    CHECK(eventually([&] { return !broker.publish(); }, 5s));
    CHECK_FALSE(broker.publish());
    CHECK(broker.ask("/policies").size() == 2);
    fault.revert();
  }
  CHECK(eventually([&] { return broker.publish(); }, 5s));
  CHECK(broker.ask("/policies") == policies);
  // What was in the queue before is still there.
  CHECK_FALSE(broker.take().is_null());
  while (!broker.take().is_null()) {
  }
}

void consumers_are_starved(const Lab& lab, const Inventory& there, const Broker& broker) {
  const std::string ours = "gameday-1a2b3c4d-broken";
  const HeldProcess worker = start_worker(lab);
  REQUIRE(eventually([&] { return broker.held_by("worker") == 0; }, 8s));
  FaultInForce fault{
      k_injector_queue_stall, there, {{"queue", "events"}, {"how", "starve-consumers"}}, 60s};
  for (int i = 0; i < 3; ++i) CHECK(broker.publish());
  CHECK(eventually([&] { return broker.held_by(ours) == 3; }, 8s));
  CHECK(broker.held_by("worker") == 0);
  CHECK(broker.take().is_null());
  const auto proof = fault.plan().proofs.at(0);
  CHECK(broker.ask("/consumers/%2F").dump().find(ours) != std::string::npos);
  CHECK(proof.confirms.contains.at(0) == Arg{ours});
  CHECK(eventually([&] { return broker.depth().backlog == 3; }, 5s));
  CHECK_FALSE(broker.depth().oldest);
  fault.revert();
  CHECK(eventually([&] { return broker.held_by("worker") == 3; }, 8s));
}

/// With nobody alive our consumer goes by itself, and the messages are for others again.
void it_ends_by_itself(const Inventory& there, const Broker& broker) {
  while (!broker.take().is_null()) {
  }
  FaultInForce fault{
      k_injector_queue_stall, there, {{"queue", "events"}, {"how", "starve-consumers"}}, 2s};
  CHECK(broker.publish({{"timestamp", 1}}));
  CHECK(broker.take().is_null());
  CHECK(eventually([&] { return fault.look() == std::vector<Seen>{Seen::inert}; }, 5s));
  CHECK(eventually([&] { return broker.depth().oldest.value_or(0s) > 24h; }, 5s));
  fault.revert();
  const Json message = broker.take();
  REQUIRE(message.is_object());
  CHECK(message["redelivered"] == true);
}

}  // namespace

TEST_CASE("queue_stall: RabbitMQ refuses publishers or starves consumers, and nothing is lost") {
  const Lab lab{"queue-rabbitmq", {"--with", "rabbitmq"}};
  const Inventory there = inventory_with_events(lab);
  REQUIRE(there.queues.contains("events"));
  const Broker broker{lab};
  publishers_are_refused(there, broker);
  consumers_are_starved(lab, there, broker);
  it_ends_by_itself(there, broker);
}

}  // namespace gameday::regions
