// SPDX-License-Identifier: Apache-2.0
// Breaks: the connections through one proxy of a Toxiproxy server: slow, cut off, thin, or refused
// (`toxic = "down"`, the proxy disabled). Heals: clients that time out and go elsewhere. The fault
// is lifted by its revert, which removes the one toxic that carries the run's id; nothing else on
// that server is touched, and it has no expiry of its own. API: Toxiproxy 2, toxics and proxies.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "injectors/deadman.hpp"
#include "injectors/http_request.hpp"
#include "injectors/injectors.hpp"
#include "injectors/own_look.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_api_deadline{5000};
constexpr int k_absent = 404;

const ParamSpec k_params[] = {
    {.name = "api", .required = true, .help = "URL of the server's API, http://host:8474"},
    {.name = "proxy", .required = true, .help = "name of the proxy"},
    {.name = "toxic",
     .required = true,
     .help = "what happens to its connections; down = the proxy is disabled",
     .one_of = {"latency", "bandwidth", "slow_close", "timeout", "reset_peer", "slicer",
                "limit_data", "down"}},
    {.name = "attributes",
     .type = ParamType::table,
     .help = "of the toxic: latency and jitter in ms, rate in KB/s, delay, timeout in ms, bytes"},
    {.name = "stream",
     .help = "which way",
     .fallback = "downstream",
     .one_of = {"downstream", "upstream"}},
    {.name = "toxicity",
     .type = ParamType::number,
     .help = "share of the connections, 0 to 1",
     .fallback = "1.0"},
    {.name = "host",
     .help = "from where the API is asked, and where a note of the fault is left",
     .fallback = "this machine"},
};

Action ask(const Host& host, std::string method, std::string url, const Json* body = nullptr) {
  Http http{.method = std::move(method), .url = std::move(url)};
  if (body != nullptr) {
    http.headers = {{"Content-Type", "application/json"}};
    http.body = {body->dump()};
  }
  return {{host.name}, k_api_deadline, std::move(http)};
}

/// One toxic with the run's id in its name, added and removed.
void add_toxic(Change& change, const Params& params, const FaultScope& scope, const Host& host,
               const std::string& proxy) {
  const std::string name = fmt::format("gameday_{}_{}", scope.run_id, scope.fault);
  const auto attributes = params.get<std::shared_ptr<const Json>>("attributes");
  const Json toxic{{"name", name},
                   {"type", params.get<std::string>("toxic")},
                   {"stream", params.get<std::string>("stream", "downstream")},
                   {"toxicity", params.get<double>("toxicity", 1.0)},
                   {"attributes", attributes ? *attributes : Json::object()}};
  change.summary = fmt::format("adds the toxic {} to it", toxic["type"].get<std::string>());
  change.apply = ask(host, "POST", proxy + "/toxics", &toxic);
  change.verify = {ask(host, "GET", proxy + "/toxics/" + name),
                   {.status = 200, .contains = {name}},
                   {.status = k_absent}};
  change.revert = ask(host, "DELETE", proxy + "/toxics/" + name);
}

/// A proxy that was enabled, disabled and enabled again; one that is down already is a refusal.
void disable(Change& change, const Host& host, const std::string& proxy) {
  const Json off{{"enabled", false}};
  const Json on{{"enabled", true}};
  change.summary = "disables it: connections are refused";
  change.apply = ask(host, "POST", proxy, &off);
  change.verify = {ask(host, "GET", proxy),
                   {.status = 200, .contains = {R"("enabled":false)"}},
                   {.status = 200, .contains = {R"("enabled":true)"}}};
  change.revert = ask(host, "POST", proxy, &on);
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const double toxicity = params.get<double>("toxicity", 1.0);
  if (toxicity <= 0 || toxicity > 1) {
    return cannot_plan(scope, "`toxicity` is a share above 0, at most 1");
  }
  Host host;
  if (params.has("host")) {
    const auto found = target_host(params, scope);
    if (!found) return tl::unexpected(found.error());
    host = **found;
  }
  const std::string proxy = fmt::format("{}/proxies/{}", params.get<std::string>("api"),
                                        params.get<std::string>("proxy"));
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, params.get<std::string>("proxy"));
  const bool down = params.get<std::string>("toxic") == "down";
  if (down && !params.has("host")) {
    return cannot_plan(scope, "a disabled proxy carries no sign of who did it",
                       "name the `host` on which a note of it is left");
  }
  if (down) {
    disable(change, host, proxy);
  } else {
    add_toxic(change, params, scope, host, proxy);
  }
  change.summary = fmt::format("proxy {}: {}", params.get<std::string>("proxy"), change.summary);
  if (params.has("host")) plant_note(change, host, scope.run_id, scope.fence_first);
  return one_change(std::move(change), "the server has it");
}

}  // namespace

const Injector k_injector_toxiproxy{
    .name = "toxiproxy",
    .summary = "a toxic on a proxy of a Toxiproxy server, or the proxy disabled",
    .breaks = "the connections that go through that proxy",
    .heals = "clients that time out and go elsewhere",
    .params = k_params,
    .plan = plan,
    .dead_man = "nobody: the server keeps it until gameday recovers (accept_no_deadman)",
    .example = R"(api = "http://10.77.0.14:8474"
proxy = "shop"
toxic = "latency"
attributes = { latency = 200, jitter = 20 }
host = "balancer"
accept_no_deadman = true)",
};

}  // namespace gameday
