// SPDX-License-Identifier: Apache-2.0
// Measures how much waits in a queue of RabbitMQ, by its management API, whose figures are as old
// as the broker's statistics (5 s by default): good = no more messages than `max_backlog`, and,
// where a drill asks for it, none older than `max_age`. It is healed when the consumers have caught
// up.
#include "drills/measure/rabbit_probe.hpp"

#include <fmt/format.h>

#include "drills/measure/flight.hpp"
#include "drills/measure/http_client.hpp"
#include "drills/measure/names.hpp"
#include "drills/measure/rabbit_depth.hpp"
#include "drills/measure/targets.hpp"
#include "injectors/rabbitmq_api.hpp"
#include "world/secret.hpp"

namespace gameday {
namespace {

constexpr int k_ok = 200;

struct Question {
  ProbeRequest request;
  std::string region;
  std::int64_t max_backlog = 0;
  std::optional<Duration> max_age;
};

std::string judge(const Question& question, const HttpAnswer& answer) {
  if (!answer.error.empty()) return answer.error;
  if (answer.status != k_ok) return fmt::format("the broker answers with {}", answer.status);
  const auto depth = read_rabbit_depth(answer.body, answer.header);
  if (!depth) return depth.error().why;
  return find_excess(*depth, question.max_backlog, question.max_age);
}

class RabbitProbe final : public Probe {
 public:
  RabbitProbe(ProbeSpec spec, Question question, SamplerLoop& loop)
      : m_spec(std::move(spec)), m_question(std::move(question)), m_loop(loop) {}

  void send(Instant intended, std::function<void(Sample)> done) override {
    auto flight = Flight::begin(m_loop, m_spec, intended, std::move(done));
    find_address(m_loop, m_question.request.at,
                 [this, flight](Result<std::string> address, Duration took) {
                   if (flight->ended()) return;
                   flight->sample().lookup = took;
                   if (!address) return flight->end(address.error().text());
                   m_question.request.address = *address;
                   ask(flight);
                 });
  }

 private:
  void ask(const std::shared_ptr<Flight>& flight) {
    HttpClient& http = m_loop.http();
    const auto call = http.start(m_question.request, [this, flight](const HttpAnswer& answer) {
      flight->sample().code = answer.status;
      flight->sample().region = m_question.region;
      flight->end(judge(m_question, answer));
    });
    flight->on_end([&http, call] { http.cancel(call); });
  }

  ProbeSpec m_spec;
  Question m_question;
  SamplerLoop& m_loop;
};

tl::unexpected<Error> refuse(const ProbeSpec& spec, std::string why) {
  return fail(ErrorKind::bad_input, "set up the probe", spec.name, std::move(why));
}

}  // namespace

Result<std::unique_ptr<Probe>> make_rabbit_probe(const ProbeSpec& spec, const Queue& queue,
                                                 const Inventory& inventory, SamplerLoop& loop) {
  if (queue.api.empty() || queue.stream.empty()) {
    return refuse(spec,
                  fmt::format("the queue {} needs `api` and `stream` (its name)", queue.name));
  }
  if (spec.params.has("on")) return refuse(spec, "a queue of the kind rabbitmq has its `api`");
  Question question;
  question.request.url =
      fmt::format("{}{}?columns={}", queue.api, queue_path(queue), k_rabbit_columns);
  question.request.want_header = "Date";
  auto at = url_endpoint(question.request.url);
  if (!at) return tl::unexpected(at.error());
  question.request.at = std::move(*at);
  if (auto known = check_resolvable(loop, question.request.at); !known) {
    return tl::unexpected(known.error());
  }
  auto login = Secrets{}.reveal(authorization_of(queue));
  if (!login) return tl::unexpected(login.error());
  question.request.headers = {{"Authorization", std::move(*login)}};
  const Endpoint& api = question.request.at;
  if (const auto target = find_target(inventory, fmt::format("{}:{}", api.address, api.port))) {
    question.region = target->region;
  }
  question.max_backlog = spec.params.get<std::int64_t>("max_backlog", 100);
  if (spec.params.has("max_age")) question.max_age = spec.params.get<Duration>("max_age");
  return std::make_unique<RabbitProbe>(spec, std::move(question), loop);
}

}  // namespace gameday
