// SPDX-License-Identifier: Apache-2.0
// Waits until a name server or a resolver answers a name with what it should; changes nothing. One
// such step for the server that has the last word and one for each resolver that clients ask show
// when each gave the new answer: what they answer is seen, not reckoned from a time to live.
#include <fmt/format.h>

#include "base/network.hpp"
#include "runbooks/planning.hpp"
#include "runbooks/steps.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_patience{3000};

const ParamSpec k_params[] = {
    {.name = "server", .required = true, .help = "who is asked, address or address:port"},
    {.name = "name", .required = true, .help = "the name"},
    {.name = "answer", .required = true, .help = "an IPv4 address that must be among the answers"},
    {.name = "host", .help = "from where it is asked", .fallback = "this machine"},
    {.name = "every", .type = ParamType::duration, .help = "how often", .fallback = "100ms"},
};

Result<StepPlan> plan(const StepSpec& step, const StepScope& scope) {
  const std::string answer = step.params.get<std::string>("answer");
  const auto host = find_host(step, scope, step.params.get<std::string>("host"));
  if (!host) return tl::unexpected{host.error()};
  const auto address = parse_network(answer);
  if (!address || address->v6 || answer.find('/') != answer.npos) {
    return cannot_plan(step, fmt::format("\"{}\" is no address as a server gives it", answer));
  }
  const auto every = step.params.get<Duration>("every", std::chrono::milliseconds{100});
  if (every <= Duration{}) return cannot_plan(step, "`every` must be more than nothing");
  Wait wait;
  wait.every = std::chrono::ceil<std::chrono::milliseconds>(every);
  wait.look = {*host, k_patience,
               Exec{{"@gameday", "agent", "dns_ask", "--", step.params.get<std::string>("server"),
                     step.params.get<std::string>("name")}}};
  wait.until.status = 0;
  wait.until.cells = {{fmt::format("1[1={}]", answer), answer}};
  return StepPlan{{}, {std::move(wait)}, {}};
}

}  // namespace

const StepKind k_step_dns{
    .name = "dns",
    .summary = "until a name server or a resolver gives the new answer",
    .params = k_params,
    .plan = plan,
};

}  // namespace gameday
