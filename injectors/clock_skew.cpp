// SPDX-License-Identifier: Apache-2.0
// Breaks: agreement about the time: certificates and tokens that are not valid yet or no longer,
// leases, schedules, the order of writes. Heals: tolerance in checks of times, a time service that
// steps the clock back, alerts on its offset. Two ways: the clock of a whole host (its own machine
// only: namespaces share the clock of theirs), or what one service sees through libfaketime.
#include <array>
#include <fmt/format.h>

#include "injectors/clock_skew.hpp"
#include "injectors/injectors.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

/// A look compares to the second; less could not be told from a slow command.
constexpr std::chrono::seconds k_least{5};
constexpr std::chrono::hours k_most{24};

constexpr std::array<std::string_view, 2> k_ways{"clock", "faketime"};

const ParamSpec k_params[] = {
    {.name = "host", .required = true, .help = "whose clock, or where the service runs"},
    {.name = "by",
     .type = ParamType::duration,
     .required = true,
     .help = "how wrong it is: at least 5s, at most 24h"},
    {.name = "direction",
     .help = "before or behind the true time",
     .fallback = "ahead",
     .one_of = {"ahead", "behind"}},
    {.name = "how",
     .help = "the host's clock, or the file that libfaketime reads in a service started with it",
     .fallback = "clock",
     .one_of = {k_ways.begin(), k_ways.end()}},
    {.name = "file",
     .help = "faketime: the service's FAKETIME_TIMESTAMP_FILE (and FAKETIME_CACHE_DURATION=1)"},
    {.name = "asks",
     .type = ParamType::text_list,
     .help =
         "faketime: argv on the host that prints the service's own time, in seconds since 1970"},
};

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto by = params.get<Duration>("by");
  if (by < k_least || by > k_most) return cannot_plan(scope, "`by` is at least 5s and at most 24h");
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(by).count();
  const bool ahead = params.get<std::string>("direction", "ahead") == "ahead";
  const Skew skew{scope, params, ahead ? seconds : -seconds};
  const bool by_file = params.get<std::string>("how", "clock") == "faketime";
  return by_file ? skew_service(skew) : skew_host(skew);
}

}  // namespace

const Injector k_injector_clock_skew{
    .name = "clock_skew",
    .summary = "a clock that is wrong: of a host, or what one service sees",
    .breaks = "certificates, tokens, leases, schedules, and the order of writes",
    .heals = "tolerance in checks of times, and a time service that puts the clock back",
    .params = k_params,
    .plan = plan,
    .dead_man = "a timer on the host that puts the clock, or the file, back",
    .example = R"(host = "app-a"
how = "faketime"
file = "/run/clock-offset"
by = "5m"
direction = "ahead")",
};

}  // namespace gameday
