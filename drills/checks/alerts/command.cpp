// SPDX-License-Identifier: Apache-2.0
// Asks a program: exit 0 = the alert fires and its receiver has it, 1 = it does not, and with any
// other status nobody knows.
#include <fmt/format.h>

#include "drills/checks/alert_kinds.hpp"
#include "drills/checks/asking.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

const ParamSpec k_params[] = {
    {.name = "host", .help = "where it runs", .fallback = "this machine"},
    {.name = "every",
     .type = ParamType::duration,
     .help = "from look to look",
     .fallback = "250ms"},
};

const ParamSpec k_alert_params[] = {
    {.name = "run",
     .type = ParamType::text_list,
     .required = true,
     .help = "program and arguments; exit 0 = it fires, 1 = it does not"},
};

Result<Action> ask(const AlertSpec& alert, const Contact& monitor) {
  Exec exec;
  for (const std::string& word : alert.params.get<Words>("run")) exec.argv.emplace_back(word);
  if (exec.argv.empty()) {
    return fail(ErrorKind::bad_input, "ask about", alert.name, "`run` names no program");
  }
  return Action{.host = {monitor.params.get<std::string>("host")},
                .deadline = asking::k_patience,
                .what = std::move(exec)};
}

Result<std::optional<AlertLook>> read(const AlertSpec& alert, const Outcome& outcome) {
  constexpr std::size_t k_told = 200;
  if (outcome.status == 0 || outcome.status == 1) {
    return AlertLook{.firing = outcome.status == 0};
  }
  return fail(
      ErrorKind::failed, "ask about", alert.name,
      fmt::format("the program ended with {}: {}", outcome.status, outcome.err.substr(0, k_told)));
}

}  // namespace

const AlertKind k_alert_command{
    .name = "command",
    .summary = "a program that exits 0 while the alert fires",
    .params = k_params,
    .alert_params = k_alert_params,
    .sees = AlertSight::page,
    .every = 250ms,
    .ask = ask,
    .read = read,
};

}  // namespace gameday
