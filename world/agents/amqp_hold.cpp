// SPDX-License-Identifier: Apache-2.0
// Takes all that a queue of RabbitMQ hands out, before its other consumers, and acknowledges none,
// until its own time is over or it is asked to end; then the broker hands it to them. Words:
// ADDRESS:PORT VHOST guest|env:NAME|file:PATH QUEUE TAG PRIORITY SECONDS. The third says where the
// credentials are, as the header Authorization has them; it never is one.
#include <charconv>

#include "world/agents.hpp"
#include "world/amqp.hpp"
#include "world/end_requests.hpp"
#include "world/secret.hpp"
#include "world/start_notice.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_words = 7;
constexpr int k_longest_s = 24 * 3600;
constexpr int k_highest = 1000;

tl::unexpected<Error> misused(std::string why) {
  return fail(ErrorKind::bad_input, "hold the messages of a queue", "", std::move(why));
}

/// 0 = it is none, or more than `most`.
int number(const std::string& text, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && value > 0 && value <= most ? value : 0;
}

Result<AmqpLogin> login_of(const std::string& word) {
  if (word == "guest") return AmqpLogin{};
  const std::string name = word.substr(word.find(':') + 1);
  SecretRef reference{SecretRef::From::environment, name};
  if (word.starts_with("file:")) {
    reference.from = SecretRef::From::file;
  } else if (!word.starts_with("env:")) {
    return misused("no such credentials");
  }
  return Secrets{}.read(reference).and_then(
      [](const std::string& header) { return read_basic_login(header); });
}

/// All that start-stop-daemon can pass on of why it did not begin.
int errno_of(const Error& error) {
  if (error.kind == ErrorKind::absent) return ENOENT;
  return error.kind == ErrorKind::refused ? EACCES : ECONNREFUSED;
}

Result<std::string> run(const AgentCall& call) {
  if (call.words.size() != k_words) return misused("it wants seven words");
  auto broker = parse_endpoint(call.words[0]);
  if (!broker) return tl::unexpected(broker.error());
  auto login = login_of(call.words[2]);
  if (!login) return tl::unexpected(login.error());
  const AmqpHold hold{.broker = std::move(*broker),
                      .login = std::move(*login),
                      .vhost = call.words[1],
                      .queue = call.words[3],
                      .tag = call.words[4],
                      .priority = number(call.words[5], k_highest),
                      .lifetime = std::chrono::seconds{number(call.words[6], k_longest_s)}};
  if (hold.priority == 0) return misused("no priority: " + call.words[5]);
  if (hold.lifetime == Duration{}) return misused("no time: " + call.words[6]);
  const UniqueFd asked = end_requests();
  const auto held = hold_messages(hold, asked.get(), tell_begun);
  if (held) return std::string{};
  tell_not_begun(errno_of(held.error()));
  return tl::unexpected(held.error());
}

}  // namespace

const Agent k_agent_amqp_hold{"amqp_hold", "holds the messages of a RabbitMQ queue for a while",
                              run};

}  // namespace gameday
