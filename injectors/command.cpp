// SPDX-License-Identifier: Apache-2.0
// Breaks: whatever a program can break, on any host. Either the drill gives one argv for each of
// apply, verify and revert, or one program that speaks the small protocol of
// docs/command-faults.md, so that a team can write a fault in any language. Heals: as the drill
// says. The fault is lifted by its revert, else by a timer that is planted on the host and calls
// the revert.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "injectors/deadman.hpp"
#include "injectors/http_request.hpp"
#include "injectors/injectors.hpp"
#include "injectors/own_look.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

using Words = std::vector<std::string>;

const ParamSpec k_params[] = {
    {.name = "host", .required = true, .help = "where the programs run"},
    {.name = "what", .help = "what it does, in words", .fallback = "a change by a program"},
    {.name = "program",
     .type = ParamType::text_list,
     .help = "a program that speaks the protocol: called with capture, apply, verify or revert"},
    {.name = "params", .type = ParamType::table, .help = "handed to the program as JSON"},
    {.name = "apply", .type = ParamType::text_list, .help = "argv that makes it; exits 0"},
    {.name = "verify",
     .type = ParamType::text_list,
     .help = "argv that exits 0 while it is in force and 1 while it is not"},
    {.name = "revert",
     .type = ParamType::text_list,
     .help = "argv that takes it back; harmless when repeated, or when it comes late"},
    {.name = "deadline", .type = ParamType::duration, .help = "for each call", .fallback = "10s"},
};

/// What all calls share.
struct Calls {
  const Params& params;
  const FaultScope& scope;
  const Host& host;

  [[nodiscard]] Action run(const Words& argv, Text input = {}) const {
    Exec exec{.argv = {}, .stdin_text = std::move(input)};
    for (const std::string& word : argv) exec.argv.emplace_back(put_run(word, scope.run_id));
    const auto deadline = params.get<Duration>("deadline", std::chrono::seconds{10});
    return {{host.name}, std::chrono::ceil<std::chrono::milliseconds>(deadline), std::move(exec)};
  }

  /// The program with what is asked of it as its last word, and the rest as JSON.
  [[nodiscard]] Action ask(const std::string& word, bool with_captured = false) const {
    Words argv = params.get<Words>("program");
    argv.push_back(word);
    const auto given = params.get<std::shared_ptr<const Json>>("params");
    const Json about{{"gameday", 1},
                     {"run", scope.run_id},
                     {"fault", scope.fault},
                     {"params", given ? *given : Json::object()}};
    std::string head = about.dump();
    if (!with_captured) return run(argv, {head + "\n"});
    head.pop_back();
    return run(argv, {head + R"(,"captured":)", Captured{"/json"}, "}\n"});
  }
};

void by_protocol(Change& change, const Calls& calls) {
  change.capture = calls.ask("capture");
  change.capture_fields = {"json"};
  change.apply = calls.ask("apply", true);
  change.verify = {calls.ask("verify", true),
                   {.status = 0, .contains = {"\"in_force\""}},
                   {.status = 0, .contains = {"\"gone\""}}};
  change.revert = calls.ask("revert", true);
}

void by_argv(Change& change, const Calls& calls) {
  const Params& params = calls.params;
  change.apply = calls.run(params.get<Words>("apply"));
  change.verify = {calls.run(params.get<Words>("verify")), {.status = 0}, {.status = 1}};
  change.revert = calls.run(params.get<Words>("revert"));
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto host = target_host(params, scope);
  if (!host) return tl::unexpected(host.error());
  const bool speaks = !params.get<Words>("program").empty();
  const bool has_all = !params.get<Words>("apply").empty() &&
                       !params.get<Words>("verify").empty() && !params.get<Words>("revert").empty();
  const bool has_any = params.has("apply") || params.has("verify") || params.has("revert");
  if (speaks ? has_any : !has_all) {
    return cannot_plan(scope, "a command is either a `program`, or `apply`, `verify` and `revert`");
  }
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, (*host)->name);
  change.summary = params.get<std::string>("what", "a change by a program");
  const Calls calls{params, scope, **host};
  if (speaks) {
    by_protocol(change, calls);
  } else {
    by_argv(change, calls);
  }
  plant_timer(change, **host, scope.run_id, scope.expires_after);
  plant_note(change, **host, scope.run_id, scope.fence_first);
  return one_change(std::move(change), "its own verify");
}

}  // namespace

const Injector k_injector_command{
    .name = "command",
    .summary = "anything that a program can break, in any language",
    .breaks = "what the drill says",
    .heals = "what the drill says",
    .params = k_params,
    .plan = plan,
    .dead_man = "a timer on the host that calls the revert",
    .example = R"(host = "app-a"
what = "a maintenance file makes the service say no"
apply = ["touch", "/run/maintenance"]
verify = ["test", "-e", "/run/maintenance"]
revert = ["rm", "-f", "/run/maintenance"])",
};

}  // namespace gameday
