// SPDX-License-Identifier: Apache-2.0
// Holds a packet queue and lets each packet go when its time has come, in order, until its own time
// is over or it is asked to end; then it lets all go. Words: QUEUE DELAY_US JITTER_US SECONDS TAG.
#include <poll.h>
#include <unistd.h>

#include <array>
#include <charconv>

#include "world/agents.hpp"
#include "world/clock.hpp"
#include "world/delay_line.hpp"
#include "world/end_requests.hpp"
#include "world/packet_queue.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_words = 5;
constexpr std::int64_t k_most_queues = 65'535;
constexpr std::int64_t k_longest_us = 60'000'000;
constexpr std::int64_t k_longest_s = 24 * 3600;

tl::unexpected<Error> misused(std::string why) {
  return fail(ErrorKind::bad_input, "hold a packet queue", "", std::move(why));
}

/// -1 = it is none, or more than `most`.
std::int64_t number(const std::string& text, std::int64_t most) {
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && value >= 0 && value <= most ? value : -1;
}

timespec until(Instant moment, Instant now) {
  const auto left = std::max(Duration{}, moment - now);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
  return {static_cast<time_t>(seconds.count()), static_cast<long>((left - seconds).count())};
}

Result<void> let_go(PacketQueue& queue, std::optional<std::uint32_t> last) {
  return last ? queue.accept_up_to(*last) : Result<void>{};
}

Result<void> serve(PacketQueue& queue, DelayLine& line, Duration lifetime) {
  RealClock clock;
  const UniqueFd asked = end_requests();
  const Instant end = clock.now() + lifetime;
  std::array<pollfd, 2> waits{{{queue.descriptor(), POLLIN, 0}, {asked.get(), POLLIN, 0}}};
  while (clock.now() < end) {
    const Instant now = clock.now();
    const timespec wait = until(std::min(end, line.next().value_or(end)), now);
    (void)ppoll(waits.data(), waits.size(), &wait, nullptr);
    if ((waits[1].revents & POLLIN) != 0) break;
    if ((waits[0].revents & POLLIN) != 0) {
      const auto packets = queue.come();
      if (!packets) return tl::unexpected(packets.error());
      for (const std::uint32_t packet : *packets) line.take(packet, clock.now());
    }
    if (auto done = let_go(queue, line.release(clock.now())); !done) return done;
  }
  return let_go(queue, line.release_all());
}

Result<std::string> run(const AgentCall& call) {
  if (call.words.size() != k_words) return misused("it wants five words");
  const std::int64_t name = number(call.words[0], k_most_queues);
  const std::int64_t delay = number(call.words[1], k_longest_us);
  const std::int64_t jitter = number(call.words[2], k_longest_us);
  const std::int64_t seconds = number(call.words[3], k_longest_s);
  if (name < 0) return misused("no queue: " + call.words[0]);
  if (delay < 0 || jitter < 0 || jitter > delay) return misused("no delay, or too much jitter");
  if (seconds < 1) return misused("no time");
  auto queue = PacketQueue::hold(static_cast<std::uint16_t>(name));
  if (!queue) return tl::unexpected(queue.error());
  DelayLine line{std::chrono::microseconds{delay}, std::chrono::microseconds{jitter},
                 static_cast<std::uint32_t>(::getpid())};
  if (auto done = serve(*queue, line, std::chrono::seconds{seconds}); !done) {
    return tl::unexpected(done.error());
  }
  return std::string{};
}

}  // namespace

const Agent k_agent_delay_queue{"delay_queue", "holds packets back for a while", run};

}  // namespace gameday
