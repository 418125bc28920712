// SPDX-License-Identifier: Apache-2.0
// Stands in the way of a name server: one name fails, every other question goes to the real one.
// Words: PORT SERVER[:PORT] silence|servfail|wrong ZONE ADDRESS|- SECONDS MARK TAG. It ends by
// itself; MARK is what the packet filter knows its own questions by.
#include <charconv>
#include <climits>

#include "world/agents.hpp"
#include "world/dns_answerer.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_words = 8;
constexpr int k_dns_port = 53;
constexpr int k_longest_s = 24 * 3600;

tl::unexpected<Error> misused(std::string why) {
  return fail(ErrorKind::bad_input, "stand in for a name server", "", std::move(why));
}

int number(const std::string& text, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && value > 0 && value <= most ? value : 0;
}

Result<std::string> run(const AgentCall& call) {
  if (call.words.size() != k_words) return misused("it wants eight words");
  AnswererSetup setup;
  setup.port = number(call.words[0], 65535);
  auto upstream = parse_socket_endpoint(call.words[1], k_dns_port);
  if (!upstream) return tl::unexpected(upstream.error());
  setup.upstream = std::move(*upstream);
  const std::string& how = call.words[2];
  if (how != "silence" && how != "servfail" && how != "wrong") return misused("how: " + how);
  setup.fault = how == "silence"    ? NameFault::silence
                : how == "servfail" ? NameFault::servfail
                                    : NameFault::wrong;
  setup.zone = call.words[3];
  setup.address = call.words[4];
  const int seconds = number(call.words[5], k_longest_s);
  setup.lifetime = std::chrono::seconds{seconds};
  const int mark = number(call.words[6], INT_MAX);
  setup.mark = static_cast<unsigned>(mark);
  if (setup.port == 0 || seconds == 0 || mark == 0) return misused("no port, no time or no mark");
  if (auto served = serve_names(setup); !served) return tl::unexpected(served.error());
  return std::string{};
}

}  // namespace

const Agent k_agent_dns_answerer{"dns_answerer", "a name server on which one name fails", run};

}  // namespace gameday
