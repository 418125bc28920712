// SPDX-License-Identifier: Apache-2.0
// Breaks: the packets on their way to a region (or host), all of them or those from one side: late,
// lost, doubled, out of order, damaged, or as many as a thin line carries. The way back is as
// before, unless a second fault names it. By netem; where the kernel has none, by parts: loss by
// nftables, the rate by tbf or htb, the delay by a packet queue with a holder of ours. Heals: time
// limits, retries and windows that fit the link. Lifted by its revert; with nobody alive by a timer
// on the host (tc), the kernel (nftables), or the end of the holder.
#include <algorithm>
#include <fmt/format.h>

#include "injectors/cut_plan.hpp"
#include "injectors/degradation.hpp"
#include "injectors/injectors.hpp"
#include "injectors/link_side.hpp"
#include "injectors/mechanisms.hpp"
#include "injectors/packet_delay.hpp"
#include "injectors/shaping.hpp"
#include "injectors/targets.hpp"
#include "injectors/trial.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{10'000};
constexpr std::chrono::milliseconds k_dial_margin{3000};
constexpr int k_dial_timed_out = 2;
constexpr int k_of_10000_per_cent = 100;

const ParamSpec k_params[] = {
    {.name = "to", .required = true, .help = "the region or host that packets are on their way to"},
    {.name = "from", .help = "only those from this region or host", .fallback = "everywhere"},
    {.name = "delay", .type = ParamType::duration, .help = "added to each packet: 2ms to 10s"},
    {.name = "jitter",
     .type = ParamType::duration,
     .help = "the delay varies by as much to either side; at most half of it"},
    {.name = "loss", .type = ParamType::number, .help = "packets that are lost, in per cent"},
    {.name = "duplicate", .type = ParamType::number, .help = "sent twice, in per cent (netem)"},
    {.name = "reorder",
     .type = ParamType::number,
     .help = "that overtake the delayed ones, in per cent (netem)"},
    {.name = "corrupt", .type = ParamType::number, .help = "with a wrong bit, in per cent (netem)"},
    {.name = "rate",
     .help = "what the link carries per second: \"512kbit\", \"10mbit\", \"1gbit\""},
    {.name = "mechanism",
     .help = "netem, or parts where the kernel has none; `gameday doctor` tells",
     .fallback = "netem",
     .one_of = {"netem", "parts"}},
};

/// The fault and its ends, on one host that filters.
struct Link {
  const FaultScope& scope;
  const Host& host;
  const LinkSide& to;
  const LinkSide* from;  ///< null = everybody
  Degradation what;
};

std::vector<std::string> sources(const Link& link) {
  return link.from == nullptr ? std::vector<std::string>{} : link.from->networks;
}

Result<void> add_shaping(FaultPlan& plan, const Link& link, const Degradation& what) {
  if (link.to.interfaces.empty()) {
    return cannot_plan(link.scope, fmt::format("no interface leads to {}", link.to.name),
                       "name those of the filter hosts in `interfaces` of its region");
  }
  for (const std::string& interface : link.to.interfaces) {
    const Shaping shaping{
        .host = link.host,
        .scope = link.scope,
        .interface = interface,
        .from = sources(link),
        .to = link.to.whole_region ? std::vector<std::string>{} : link.to.networks,
        .what = what};
    auto change = shape(shaping);
    if (!change) return tl::unexpected(change.error());
    plan.changes.push_back(std::move(*change));
    const bool by_dial = what.delay > Duration{} && what.loss == 0 && what.rate == 0;
    if (!by_dial) plan.proofs.push_back(shaping_proof(shaping));
  }
  return {};
}

Result<void> add_loss(FaultPlan& plan, const Link& link) {
  CutSpec spec;
  spec.run_id = link.scope.run_id;
  spec.fault = link.scope.fault;
  spec.host = {link.host.name};
  spec.networks = link.to.networks;
  spec.peers = sources(link);
  spec.cut_out = false;
  spec.lose = static_cast<int>(link.what.loss * k_of_10000_per_cent);
  spec.expires_after = link.scope.expires_after;
  spec.fence_first = link.scope.fence_first;
  spec.try_first = is_reached_by_network(link.host);
  auto changes = k_mechanism_nftables.cut(spec);
  if (!changes) return tl::unexpected(changes.error());
  std::ranges::move(*changes, std::back_inserter(plan.changes));
  const auto targets = read_targets(spec);
  const bool v4 = !targets->v4.empty() && (spec.peers.empty() || !targets->peers_v4.empty());
  plan.proofs.push_back(
      {.name = fmt::format("packets to {} are lost on {}", link.to.name, link.host.name),
       .look = {spec.host, k_deadline,
                Netfilter{{fmt::format("list counter {} in_{}", nft_table(tag_of(spec)),
                                       v4 ? "v4" : "v6")}}},
       .confirms = {.contains = {"packets "}, .without = {"packets 0 "}},
       .refutes = {.contains = {"No such file"}}});
  return {};
}

Result<void> add_delay(FaultPlan& plan, const Link& link) {
  auto changes = delay_packets({.host = link.host,
                                .scope = link.scope,
                                .from = sources(link),
                                .to = link.to.networks,
                                .delay = link.what.delay,
                                .jitter = link.what.jitter});
  if (!changes) return tl::unexpected(changes.error());
  std::ranges::move(*changes, std::back_inserter(plan.changes));
  return {};
}

Result<void> add_parts(FaultPlan& plan, const Link& link) {
  const Degradation& what = link.what;
  if (what.duplicate + what.reorder + what.corrupt > 0) {
    return cannot_plan(link.scope, "duplicate, reorder and corrupt need netem",
                       "leave them out, or write mechanism = \"netem\"");
  }
  Result<void> done;
  if (what.rate > 0) done = add_shaping(plan, link, {.rate = what.rate});
  if (done && what.loss > 0) done = add_loss(plan, link);
  if (done && what.delay > Duration{}) done = add_delay(plan, link);
  return done;
}

/// A connect that would have been made in less than the least delay is not. A link that was slower
/// than that before confirms it in any case.
void prove_delay(FaultPlan& plan, const Link& link) {
  using std::chrono::milliseconds;
  const auto least =
      std::chrono::floor<milliseconds>((link.what.delay - link.what.jitter) * 9 / 10);
  const HostRef from =
      link.from == nullptr ? vantage_host(link.scope.inventory) : HostRef{link.from->inside};
  if (link.to.canary.empty() || least < milliseconds{1}) return;
  std::vector<Arg> argv{"@gameday", "dial", link.to.canary, "--timeout", format_duration(least)};
  if (link.from != nullptr && !link.from->source.empty()) {
    argv.insert(argv.end(), {"--from", link.from->source});
  }
  plan.proofs.push_back(
      {.name = fmt::format("{} does not answer within {}", link.to.canary, format_duration(least)),
       .inside = link.from != nullptr,
       .look = {from, k_dial_margin + least, Exec{std::move(argv)}},
       .confirms = {.status = k_dial_timed_out},
       .refutes = {.status = 0}});
}

Result<void> add_host(FaultPlan& plan, const Link& link, bool netem) {
  return netem ? add_shaping(plan, link, link.what) : add_parts(plan, link);
}

Result<FaultPlan> plan_link(const LinkSide& to, const LinkSide* from, const Params& params,
                            const FaultScope& scope) {
  const auto what = read_degradation(params, scope);
  if (!what) return tl::unexpected(what.error());
  if (to.filtered_at.empty()) {
    return cannot_plan(scope, fmt::format("no host filters the traffic of {}", to.name),
                       "name the routers in `filtered_at` of its region");
  }
  FaultPlan plan;
  const bool netem = params.get<std::string>("mechanism", "netem") == "netem";
  for (const std::string& name : to.filtered_at) {
    const Host* host = scope.inventory.find_host(name);
    if (host == nullptr) return cannot_plan(scope, fmt::format("there is no host \"{}\"", name));
    const Link link{.scope = scope, .host = *host, .to = to, .from = from, .what = *what};
    if (auto added = add_host(plan, link, netem); !added) return tl::unexpected(added.error());
    if (&name == &to.filtered_at.front() && what->delay > Duration{}) prove_delay(plan, link);
  }
  // What tc and nftables count comes with the traffic.
  plan.asynchronous = what->loss > 0 || what->rate > 0 || what->delay == Duration{};
  return plan;
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto to = link_side(params, scope, "to");
  if (!to) return tl::unexpected(to.error());
  if (!params.has("from")) return plan_link(*to, nullptr, params, scope);
  const auto from = link_side(params, scope, "from");
  if (!from) return tl::unexpected(from.error());
  if (from->name == to->name) {
    return cannot_plan(scope, fmt::format("{} has no link to itself", to->name));
  }
  return plan_link(*to, &*from, params, scope);
}

}  // namespace

const Injector k_injector_link_degrade{
    .name = "link_degrade",
    .summary = "a slow, lossy or thin link to a region",
    .breaks = "what is on its way to the region: late, lost, doubled, out of order, damaged, fewer",
    .heals = "time limits, retries and windows that fit such a link",
    .params = k_params,
    .plan = plan,
    .dead_man =
        "a timer on the host (tc), the kernel (nftables), or the end of the packets' holder",
    .example = R"(to = "region-b"
delay = "40ms"
jitter = "5ms"
mechanism = "parts")",
};

}  // namespace gameday
