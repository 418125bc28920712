// SPDX-License-Identifier: Apache-2.0
// Breaks: one name, or a whole zone, at the resolver that clients use: no answer, SERVFAIL, or a
// wrong address; over UDP and TCP. Every other name is answered by the resolver as before. Heals:
// clients that remember the last good answer, or that go by another name. An answerer of ours is
// put in the way by a nat table with timeouts; the fault is lifted by deleting that table, else by
// the kernel when the timeouts pass. It works where gameday's own binary is: this machine and labs.
#include <fmt/format.h>

#include "base/network.hpp"
#include "injectors/deadman.hpp"
#include "injectors/injectors.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{5000};
/// The answerer outlives the kernel's timeouts, so that no question meets a closed door.
constexpr std::chrono::seconds k_outlives{2};
// start-stop-daemon(8), --status
constexpr int k_ended = 1;
constexpr int k_no_pid_file = 3;
constexpr int k_first_port = 20000;
constexpr int k_ports = 20000;
constexpr unsigned k_mark = 0x67646e73;  ///< of what the answerer itself asks

const ParamSpec k_params[] = {
    {.name = "domain", .required = true, .help = "the name that fails, and all below it"},
    {.name = "how",
     .help = "what becomes of questions about it",
     .fallback = "servfail",
     .one_of = {"silence", "servfail", "wrong"}},
    {.name = "address", .help = "of the wrong answer: IPv4 for A, IPv6 for AAAA"},
    {.name = "host", .help = "the resolver's host", .fallback = "the one with its address"},
};

/// What all parts share.
struct Parts {
  const FaultScope& scope;
  const Host& host;
  Endpoint resolver;
  std::string name;
  std::string how;
  std::string address;  ///< "-" = none
  int port;             ///< of the answerer
  std::int64_t timeout_ms;
};

std::string table_of(const Parts& parts) {
  return fmt::format("ip{} gameday_dns_{}",
                     parts.resolver.address.find(':') == std::string::npos ? "" : "6",
                     parts.scope.run_id);
}

std::string in_brackets(const Endpoint& at) {
  const bool v6 = at.address.find(':') != std::string::npos;
  return v6 ? fmt::format("[{}]:{}", at.address, at.port)
            : fmt::format("{}:{}", at.address, at.port);
}

/// A port that differs from run to run.
int port_of(const std::string& run_id) {
  unsigned sum = 0;
  for (const char c : run_id) sum = sum * 31 + static_cast<unsigned char>(c);
  return k_first_port + static_cast<int>(sum % k_ports);
}

Change answerer(const Parts& parts) {
  const std::string pid_file = fmt::format("{}/gameday/{}.{}.answerer.pid", parts.host.scratch,
                                           parts.scope.run_id, parts.scope.fault);
  const auto seconds =
      std::chrono::ceil<std::chrono::seconds>(parts.scope.expires_after) + k_outlives;
  const auto control = [&](std::vector<Arg> argv) {
    argv.insert(argv.begin(), "start-stop-daemon");
    argv.insert(argv.end(), {"--pidfile", pid_file});
    return Action{{parts.host.name}, k_deadline, Exec{std::move(argv), {}}};
  };
  Change change;
  change.id = fmt::format("fault.{}.answerer", parts.scope.fault);
  change.summary =
      fmt::format("an answerer on {} for {} ({})", parts.host.name, parts.name, parts.how);
  change.apply = control({"--start", "--background", "--make-pidfile"});
  auto& start = std::get<Exec>(change.apply.what).argv;
  for (const std::string& word :
       {std::string{"--startas"}, std::string{"@gameday"}, std::string{"--"}, std::string{"agent"},
        std::string{"dns_answerer"}, std::string{"--"}, std::to_string(parts.port),
        in_brackets(parts.resolver), parts.how, parts.name, parts.address,
        std::to_string(seconds.count()), std::to_string(k_mark), parts.scope.run_id}) {
    start.emplace_back(word);
  }
  change.verify = {
      control({"--status"}), {.status = 0}, {.status = k_no_pid_file}, Match{.status = k_ended}};
  change.revert = control({"--stop", "--oknodo", "--quiet", "--remove-pidfile"});
  change.dead_man = DeadMan::timer;
  change.expires_after = seconds;
  plant_note(change, parts.host, parts.scope.run_id, parts.scope.fence_first);
  return change;
}

/// Questions to the resolver go to the answerer, but for those that it asks itself.
Change redirect(const Parts& parts) {
  const std::string table = table_of(parts);
  const bool v6 = parts.resolver.address.find(':') != std::string::npos;
  const auto nft = [&](std::vector<std::string> lines) {
    return Action{{parts.host.name}, k_deadline, Netfilter{std::move(lines)}};
  };
  std::string line = fmt::format(
      "create table {0}; add set {0} ports {{ type inet_service; timeout {1}ms; }}; "
      "add element {0} ports {{ {2} }}",
      table, parts.timeout_ms, parts.resolver.port);
  for (const char* hook : {"output", "prerouting"}) {
    line += fmt::format("; add chain {} {} {{ type nat hook {} priority -150; policy accept; }}",
                        table, hook, hook);
    for (const char* protocol : {"udp", "tcp"}) {
      line += fmt::format(
          "; add rule {0} {1} meta mark != {2:#x} {3} daddr {4} {5} dport @ports counter redirect "
          "to "
          ":{6}",
          table, hook, k_mark, v6 ? "ip6" : "ip", parts.resolver.address, protocol, parts.port);
    }
  }
  Change change;
  change.id = fmt::format("fault.{}.redirect", parts.scope.fault);
  change.summary = fmt::format("questions to {} on {} go to the answerer", parts.resolver.address,
                               parts.host.name);
  change.apply = nft({line});
  change.verify = {.look = nft({"list table " + table}),
                   .in_force = {.contains = {"redirect to", " expires "}},
                   .gone = {.contains = {"No such file or directory"}},
                   .inert = Match{.contains = {"gameday_dns_" + parts.scope.run_id}}};
  change.revert = nft({fmt::format("add table {0}; delete table {0}", table)});
  change.dead_man = DeadMan::kernel;
  change.expires_after = parts.scope.expires_after;
  plant_note(change, parts.host, parts.scope.run_id, parts.scope.fence_first);
  return change;
}

/// Asked from where the clients are.
Proof seen_failing(const Parts& parts, const Inventory& inventory) {
  HostRef from{parts.host.name};
  for (const auto& [name, host] : inventory.hosts) {
    if (!inventory.vantage.empty() && host.zone == inventory.vantage) from = {name};
  }
  Proof proof{
      .name = fmt::format("{} at {}", parts.name, inventory.resolver),
      .look = {from, k_deadline,
               Exec{{"@gameday", "agent", "dns_ask", "--", inventory.resolver, parts.name}, {}}},
      .confirms = {.status = 0, .contains = {"silence"}},
      .refutes = {.status = 0}};
  if (parts.how == "servfail") proof.confirms.contains = {"rcode 2"};
  if (parts.how == "wrong") proof.confirms.contains = {parts.address};
  return proof;
}

Result<const Host*> resolver_host(const Params& params, const FaultScope& scope,
                                  const std::string& address) {
  if (params.has("host")) return target_host(params, scope);
  for (const auto& [name, host] : scope.inventory.hosts) {
    if (host.address == address) return &host;
  }
  return cannot_plan(scope, fmt::format("no host has the resolver's address {}", address),
                     "name it by `host`");
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto resolver = parse_endpoint(scope.inventory.resolver);
  if (!resolver) {
    return cannot_plan(scope, "the inventory names no resolver", "write resolver = \"address:53\"");
  }
  const auto host = resolver_host(params, scope, resolver->address);
  if (!host) return tl::unexpected(host.error());
  const auto how = params.get<std::string>("how", "servfail");
  const auto address = params.get<std::string>("address");
  if ((how == "wrong") != !address.empty()) {
    return cannot_plan(scope, "`address` goes with how = \"wrong\", and only with that");
  }
  if (!address.empty() && !parse_network(address)) {
    return cannot_plan(scope, fmt::format("{} is no address", address));
  }
  const auto timeout = std::chrono::ceil<std::chrono::milliseconds>(scope.expires_after);
  const Parts parts{.scope = scope,
                    .host = **host,
                    .resolver = *resolver,
                    .name = params.get<std::string>("domain"),
                    .how = how,
                    .address = address.empty() ? "-" : address,
                    .port = port_of(scope.run_id),
                    .timeout_ms = timeout.count()};
  FaultPlan result;
  result.changes = {answerer(parts), redirect(parts)};
  result.proofs = {seen_failing(parts, scope.inventory)};
  return result;
}

}  // namespace

const Injector k_injector_dns_fail{
    .name = "dns_fail",
    .summary = "a name stops answering, fails, or leads to the wrong place",
    .breaks = "lookups of one name or zone at the resolver in use",
    .heals = "clients that keep the last good answer, or another name",
    .params = k_params,
    .plan = plan,
    .dead_man = "the kernel of the resolver's host; the answerer ends by itself",
    .example = R"(domain = "shop.lab"
how = "servfail")",
};

}  // namespace gameday
