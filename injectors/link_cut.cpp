// SPDX-License-Identifier: Apache-2.0
// Breaks: what passes between two regions (or hosts), and nothing else: a partition. One way alone
// is the asymmetric one, in which one side still hears the other and is not heard itself; a TCP
// connection is broken by either. Clients reach both sides as before. Heals: whoever decides by a
// majority or a witness, not by what one side sees. The fault is lifted by its revert, else by the
// mechanism's own deadline in the kernel.
#include <algorithm>
#include <fmt/format.h>

#include "injectors/cut_plan.hpp"
#include "injectors/injectors.hpp"
#include "injectors/link_side.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    {.name = "from", .required = true, .help = "a region or a host"},
    {.name = "to", .required = true, .help = "the region or host that it is parted from"},
    {.name = "direction",
     .help = "one-way = only the packets from `from` to `to` are lost",
     .fallback = "both",
     .one_of = {"both", "one-way"}},
    k_param_mechanism,
    k_param_reject,
    k_param_ports,
    k_param_iptables_timer,
};

/// Where it is cut: one end's routers see all that passes.
const std::vector<std::string>& cutters(const LinkSide& from, const LinkSide& to) {
  return from.filtered_at.empty() ? to.filtered_at : from.filtered_at;
}

/// Interfaces tell the sides apart only on a host to which both belong.
bool share_routers(const LinkSide& from, const LinkSide& to) {
  return from.whole_region && to.whole_region && from.filtered_at == to.filtered_at;
}

CutSpec spec_of(const Params& params, const FaultScope& scope, const LinkSide& from,
                const LinkSide& to) {
  CutSpec spec = cut_of(params, scope);
  spec.networks = from.networks;
  spec.peers = to.networks;
  if (share_routers(from, to)) {
    spec.interfaces = from.interfaces;
    spec.peer_interfaces = to.interfaces;
  }
  spec.cut_in = params.get<std::string>("direction", "both") == "both";
  return spec;
}

Dial dial_between(const LinkSide& from, const LinkSide& to, bool refused) {
  return {.name = fmt::format("from {}", from.name),
          .from = {from.inside},
          .source = from.source,
          .canary = from.inside.empty() ? "" : to.canary,
          .inside = true,
          .refused = refused};
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto from = link_side(params, scope, "from");
  if (!from) return tl::unexpected(from.error());
  const auto to = link_side(params, scope, "to");
  if (!to) return tl::unexpected(to.error());
  if (from->name == to->name) {
    return cannot_plan(scope, fmt::format("{} cannot be parted from itself", to->name));
  }
  if (cutters(*from, *to).empty()) {
    return cannot_plan(scope,
                       fmt::format("no host filters the traffic of {} or {}", from->name, to->name),
                       "name the routers in `filtered_at` of their regions");
  }
  const CutSpec spec = spec_of(params, scope, *from, *to);
  FaultPlan plan;
  if (auto cut = cut_at(plan, spec, cutters(*from, *to), params, scope); !cut) {
    return tl::unexpected(cut.error());
  }
  prove_by_dial(plan, dial_between(*from, *to, spec.reject), spec);
  if (spec.cut_in) prove_by_dial(plan, dial_between(*to, *from, spec.reject), spec);
  return plan;
}

}  // namespace

const Injector k_injector_link_cut{
    .name = "link_cut",
    .summary = "two regions are parted from each other, both ways or one way",
    .breaks = "what passes between the two: replication, calls from one to the other",
    .heals = "a decision by majority or witness; clients still reach both",
    .params = k_params,
    .plan = plan,
    .dead_man = "the kernel of the hosts that filter",
    .example = R"(from = "region-a"
to = "region-b")",
};

}  // namespace gameday
