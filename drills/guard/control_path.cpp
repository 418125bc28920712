// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/control_path.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "drills/guard/reach.hpp"

namespace gameday {
namespace {

/// "10.0.0.1" of "ann@10.0.0.1:22", "[fd00::1]:22" and "https://10.0.0.1:4566/path".
std::string address_in(std::string text) {
  if (const std::size_t scheme = text.find("://"); scheme != std::string::npos) {
    text.erase(0, scheme + 3);
  }
  text.resize(std::min(text.find('/'), text.size()));
  if (const std::size_t at = text.rfind('@'); at != std::string::npos) text.erase(0, at + 1);
  if (text.starts_with('[')) return text.substr(1, text.find(']') - 1);
  if (std::ranges::count(text, ':') > 1) return text;
  return text.substr(0, text.rfind(':'));
}

class Check {
 public:
  explicit Check(const Plan& plan) : m_reach{reach_of(plan)} {}

  void one(const std::string& what, const std::string& text) {
    if (const auto address = parse_network(text)) one(what, *address);
  }
  void one(const std::string& what, const Network& address) {
    for (const Network& network : m_reach.cut) {
      if (!share_addresses(address, network)) continue;
      m_refused.push_back({"control path",
                           fmt::format("{} ({}) lies in {}, which would be cut", what,
                                       to_string(address), to_string(network)),
                           k_built_in});
    }
  }
  [[nodiscard]] bool is_cut(const Network& address) const {
    return std::ranges::any_of(
        m_reach.cut, [&](const Network& network) { return share_addresses(address, network); });
  }
  [[nodiscard]] const Reach& reach() const { return m_reach; }
  [[nodiscard]] std::vector<Refusal> take() { return std::move(m_refused); }

 private:
  Reach m_reach;
  std::vector<Refusal> m_refused;
};

/// Whether a host that is changed is known by a name, or a cloud is.
bool needs_names(const Inventory& inventory, const Reach& reach) {
  return reach.this_machine || std::ranges::any_of(reach.changed, [&](const std::string& name) {
           const Host* host = inventory.find_host(name);
           return host != nullptr && host->transport == "ssh" && !parse_network(host->address);
         });
}

}  // namespace

std::vector<Refusal> check_footing(const Plan& plan, const Footing& footing) {
  const Inventory& inventory = plan.definition.inventory;
  Check check{plan};
  const bool inside_lab =
      inventory.lab && check.reach().outside.empty() && !check.reach().this_machine;
  if (inside_lab) return {};
  for (const Network& address : footing.addresses) check.one("this machine", address);
  for (const std::string& name : check.reach().changed) {
    const Host* host = inventory.find_host(name);
    if (host == nullptr || host->ssh.jump.empty()) continue;
    check.one("the jump host of " + name, address_in(host->ssh.jump));
  }
  for (const std::string& url : footing.endpoints) check.one("the endpoint", address_in(url));
  const auto& servers = footing.name_servers;
  const bool no_names = !servers.empty() && std::ranges::all_of(servers, [&](const Network& one) {
    return check.is_cut(one);
  });
  if (no_names && needs_names(inventory, check.reach())) {
    check.one("the name server", servers.front());
  }
  return check.take();
}

}  // namespace gameday
