// SPDX-License-Identifier: Apache-2.0
// Measures how much work waits in a queue: good = no more messages than `max_backlog`, and none
// older than `max_age`. It is healed when the consumers have caught up. Here: a Redis stream.
#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/network.hpp"
#include "drills/measure/flight.hpp"
#include "drills/measure/fresh_socket.hpp"
#include "drills/measure/names.hpp"
#include "drills/measure/probes.hpp"
#include "drills/measure/queue_depth.hpp"
#include "drills/measure/rabbit_probe.hpp"
#include "drills/measure/targets.hpp"
#include "world/secret.hpp"

namespace gameday {
namespace {

/// What is asked of the server, and how much is too much.
struct Question {
  Endpoint at;
  std::string region;
  std::string stream;
  std::string group;
  std::string user;
  std::string password;  ///< empty = none is asked for
  std::int64_t max_backlog = 0;
  Duration max_age{};
};

/// One conversation: connect, ask for the depth, ask for the first message that nobody has, judge.
class Talk : public std::enable_shared_from_this<Talk> {
 public:
  Talk(std::shared_ptr<Flight> flight, SamplerLoop& loop, const Question& question)
      : m_flight(std::move(flight)), m_loop(loop), m_question(question) {}

  void start(const std::string& address) {
    m_socket = open_fresh_socket(family_of(address));
    const int begun =
        m_socket.valid() ? begin_connect(m_socket.get(), address, m_question.at.port) : errno;
    if (begun != 0 && begun != EINPROGRESS) return m_flight->end(strerror(begun));
    m_flight->on_end([self = shared_from_this()] {
      self->m_loop.unwatch(self->m_socket.get());
      self->m_socket.reset();
    });
    m_loop.watch(m_socket.get(), {false, true},
                 [self = shared_from_this()](Readiness) { self->ask_depth(); });
  }

 private:
  void ask_depth() {
    if (const int error = socket_error(m_socket.get()); error != 0) {
      return m_flight->end(strerror(error));
    }
    std::string commands;
    if (!m_question.password.empty()) {
      commands = m_question.user.empty()
                     ? resp_command({"AUTH", m_question.password})
                     : resp_command({"AUTH", m_question.user, m_question.password});
      m_skip = 1;
    }
    commands += resp_command({"TIME"}) + resp_command({"XINFO", "GROUPS", m_question.stream}) +
                resp_command({"XPENDING", m_question.stream, m_question.group});
    m_wanted = 3 + m_skip;
    send(commands);
  }

  /// What is sent is far smaller than a socket's buffer: a short write is an error.
  void send(const std::string& commands) {
    const ssize_t sent = ::send(m_socket.get(), commands.data(), commands.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(commands.size())) return m_flight->end("could not send");
    m_replies.clear();
    m_loop.watch(m_socket.get(), {true, false},
                 [self = shared_from_this()](Readiness) { self->receive(); });
  }

  void receive() {
    std::array<char, 16384> bytes{};
    const ssize_t got = ::recv(m_socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return m_flight->end(got == 0 ? "the server hung up" : strerror(errno));
    m_received.append(bytes.data(), static_cast<std::size_t>(got));
    while (m_replies.size() < m_wanted) {
      auto reply = take_resp(m_received);
      if (!reply) return m_flight->end(reply.error().why);
      if (!*reply) return;
      m_replies.push_back(std::move(**reply));
    }
    m_depth ? judge() : take_depth();
  }

  void take_depth() {
    if (m_skip == 1 && m_replies.front().kind == RespReply::Kind::error) {
      return m_flight->end("the server does not know us");
    }
    m_replies.erase(m_replies.begin(), m_replies.begin() + static_cast<std::ptrdiff_t>(m_skip));
    auto depth = read_depth(m_replies, m_question.group);
    if (!depth) return m_flight->end(depth.error().why);
    m_depth = std::move(*depth);
    m_wanted = 1;
    send(resp_command(
        {"XRANGE", m_question.stream, "(" + m_depth->last_delivered, "+", "COUNT", "1"}));
  }

  void judge() {
    const auto age = oldest_age(*m_depth, m_replies.front());
    if (!age) return m_flight->end(age.error().why);
    m_flight->sample().region = m_question.region;
    if (m_depth->backlog <= m_question.max_backlog && *age <= m_question.max_age) {
      return m_flight->end();
    }
    m_flight->end(
        fmt::format("{} messages wait, the oldest for {}", m_depth->backlog,
                    format_duration(std::chrono::round<std::chrono::milliseconds>(*age))));
  }

  std::shared_ptr<Flight> m_flight;
  SamplerLoop& m_loop;
  const Question& m_question;
  UniqueFd m_socket;
  std::string m_received;
  std::vector<RespReply> m_replies;
  std::size_t m_wanted = 0;
  std::size_t m_skip = 0;
  std::optional<QueueDepth> m_depth;
};

class QueueProbe final : public Probe {
 public:
  QueueProbe(ProbeSpec spec, Question question, SamplerLoop& loop)
      : m_spec(std::move(spec)), m_question(std::move(question)), m_loop(loop) {}

  void send(Instant intended, std::function<void(Sample)> done) override {
    auto flight = Flight::begin(m_loop, m_spec, intended, std::move(done));
    find_address(m_loop, m_question.at, [this, flight](Result<std::string> address, Duration took) {
      if (flight->ended()) return;
      flight->sample().lookup = took;
      if (!address) return flight->end(address.error().text());
      std::make_shared<Talk>(flight, m_loop, m_question)->start(*address);
    });
  }

 private:
  ProbeSpec m_spec;
  Question m_question;
  SamplerLoop& m_loop;
};

tl::unexpected<Error> refuse(const ProbeSpec& spec, std::string why) {
  return fail(ErrorKind::bad_input, "set up the probe", spec.name, std::move(why));
}

Result<Question> read_question(const ProbeSpec& spec, const Queue& queue,
                               const Inventory& inventory) {
  Question question;
  auto target = find_target(inventory, spec.params.get<std::string>("on", queue.address));
  if (!target) return tl::unexpected(target.error());
  question.at = std::move(target->at);
  question.region = std::move(target->region);
  question.stream = queue.stream;
  question.group = queue.group;
  question.user = queue.user;
  question.max_backlog = spec.params.get<std::int64_t>("max_backlog", 100);
  question.max_age = spec.params.get<Duration>("max_age", std::chrono::seconds{5});
  if (queue.password) {
    auto password = Secrets{}.read(*queue.password);
    if (!password) return tl::unexpected(password.error());
    question.password = std::move(*password);
  }
  return question;
}

Result<std::unique_ptr<Probe>> make(const ProbeSpec& spec, const Inventory& inventory,
                                    SamplerLoop& loop) {
  if (auto checked = check_probe(spec); !checked) return tl::unexpected(checked.error());
  const auto name = spec.params.get<std::string>("queue");
  const auto queue = inventory.queues.find(name);
  if (queue == inventory.queues.end()) return refuse(spec, "there is no queue " + name);
  if (queue->second.kind == "rabbitmq") {
    return make_rabbit_probe(spec, queue->second, inventory, loop);
  }
  auto question = read_question(spec, queue->second, inventory);
  if (!question) return tl::unexpected(question.error());
  if (auto known = check_resolvable(loop, question->at); !known) {
    return tl::unexpected(known.error());
  }
  return std::make_unique<QueueProbe>(spec, std::move(*question), loop);
}

const std::array k_params{
    ParamSpec{.name = "queue", .required = true, .help = "a queue of the inventory"},
    ParamSpec{.name = "on",
              .help = "Redis: a host of the inventory or \"address:port\"",
              .fallback = "the queue's address"},
    ParamSpec{.name = "max_backlog",
              .type = ParamType::integer,
              .help = "messages that may wait",
              .fallback = "100"},
    ParamSpec{.name = "max_age",
              .type = ParamType::duration,
              .help = "how old the oldest of them may be; RabbitMQ knows it only where publishers "
                      "set the property timestamp",
              .fallback = "5s; RabbitMQ: not asked for"},
};

}  // namespace

const ProbeKind k_probe_queue{"queue", "how much work waits, and how long", k_params, make};

}  // namespace gameday
