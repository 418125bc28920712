// SPDX-License-Identifier: Apache-2.0
// Breaks: whatever an HTTP API can break. The drill gives the requests that make it, show it and
// take it back. Heals: as the drill says. The fault is lifted by its revert alone, unless the API
// itself ends it after `lifts_itself_after`.
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "injectors/deadman.hpp"
#include "injectors/http_request.hpp"
#include "injectors/injectors.hpp"
#include "injectors/own_look.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

const std::vector<std::string_view> k_request{"method", "url", "headers", "body"};

const ParamSpec k_params[] = {
    {.name = "what", .help = "what it does, in words", .fallback = "a change through an HTTP API"},
    {.name = "apply",
     .type = ParamType::table,
     .required = true,
     .help = "the request that makes it: method, url, headers, body; 2xx is done",
     .one_of = k_request},
    {.name = "verify",
     .type = ParamType::table,
     .required = true,
     .help = "the request that shows it",
     .one_of = k_request},
    {.name = "in_force",
     .type = ParamType::table,
     .required = true,
     .help = "what verify answers while it is in force: status, contains, without",
     .one_of = {"status", "contains", "without"}},
    {.name = "gone",
     .type = ParamType::table,
     .required = true,
     .help = "what verify answers before and after",
     .one_of = {"status", "contains", "without"}},
    {.name = "revert",
     .type = ParamType::table,
     .required = true,
     .help = "the request that takes it back; harmless when repeated",
     .one_of = k_request},
    {.name = "host",
     .help = "from where the API is asked, and where a note of the fault is left",
     .fallback = "this machine"},
    {.name = "deadline", .type = ParamType::duration, .help = "for each request", .fallback = "5s"},
    {.name = "lifts_itself_after",
     .type = ParamType::duration,
     .help = "how long after the apply the API itself ends it; without it nobody else does"},
};

/// The requests and matches of one change, each read or the first error kept.
class Reader {
 public:
  Reader(const Params& params, const FaultScope& scope, const Host& host)
      : m_params{params}, m_scope{scope}, m_host{host} {}

  Action action(const char* key) {
    auto http = read_http(table(key), m_scope, key);
    if (!http) return keep(http.error()), Action{};
    const auto deadline = m_params.get<Duration>("deadline", std::chrono::seconds{5});
    return {
        {m_host.name}, std::chrono::ceil<std::chrono::milliseconds>(deadline), std::move(*http)};
  }

  Match match(const char* key) {
    auto match = read_match(table(key), m_scope, key);
    if (!match) return keep(match.error()), Match{};
    return std::move(*match);
  }

  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

 private:
  [[nodiscard]] Json table(const char* key) const {
    const auto found = m_params.get<std::shared_ptr<const Json>>(key);
    return found ? *found : Json::object();
  }
  void keep(const Error& error) {
    if (!m_error) m_error = error;
  }

  const Params& m_params;
  const FaultScope& m_scope;
  const Host& m_host;
  std::optional<Error> m_error;
};

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  Host host;
  if (params.has("host")) {
    const auto found = target_host(params, scope);
    if (!found) return tl::unexpected(found.error());
    host = **found;
  }
  Reader reader{params, scope, host};
  Change change;
  change.id = fmt::format("fault.{}.api", scope.fault);
  change.summary = params.get<std::string>("what", "a change through an HTTP API");
  change.apply = reader.action("apply");
  change.verify = {reader.action("verify"), reader.match("in_force"), reader.match("gone")};
  change.revert = reader.action("revert");
  if (reader.error()) return tl::unexpected(*reader.error());
  if (params.has("lifts_itself_after")) {
    change.expires_after = params.get<Duration>("lifts_itself_after");
    change.dead_man = DeadMan::server;
  }
  if (params.has("host")) plant_note(change, host, scope.run_id, scope.fence_first);
  return one_change(std::move(change), "the API says so");
}

}  // namespace

const Injector k_injector_http_api{
    .name = "http_api",
    .summary = "anything that an HTTP API can break",
    .breaks = "what the drill says",
    .heals = "what the drill says",
    .params = k_params,
    .plan = plan,
    .dead_man = "the API itself after lifts_itself_after, else nobody (accept_no_deadman)",
    .example = R"(what = "the feature flag `writes` is turned off"
apply = { method = "PUT", url = "http://flags.lab/writes", body = { on = false, by = "${run}" } }
verify = { url = "http://flags.lab/writes" }
in_force = { status = 200, contains = "${run}" }
gone = { status = 200, without = "${run}" }
revert = { method = "DELETE", url = "http://flags.lab/writes/${run}" }
lifts_itself_after = "20s")",
};

}  // namespace gameday
