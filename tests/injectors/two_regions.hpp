// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "injectors/injector.hpp"

namespace gameday {

/// Two regions behind one router, a zone of the first, and hosts in them, as in the lab.
inline Inventory two_regions() {
  Inventory inventory;
  inventory.file = "two.toml";
  inventory.vantage = "world";
  Region a{.name = "region-a",
           .networks = {"10.77.1.0/24", "fd77:0:0:1::/64"},
           .interfaces = {"to-a"},
           .virtual_addresses = {"10.77.9.9/32"},
           .filtered_at = {"router"},
           .canary = "10.77.1.10:5432"};
  Region b{.name = "region-b",
           .networks = {"10.77.2.0/24", "fd77:0:0:2::/64"},
           .interfaces = {"to-b"},
           .virtual_addresses = {},
           .filtered_at = {"router"},
           .canary = "10.77.2.10:5432"};
  inventory.regions = {{"region-a", a}, {"region-b", b}};
  inventory.zones["zone-a2"] = {.name = "zone-a2",
                                .networks = {"10.77.1.20/32"},
                                .interfaces = {},
                                .virtual_addresses = {},
                                .filtered_at = {"router"},
                                .canary = "10.77.1.20:8080",
                                .part_of = "region-a"};
  const auto host = [&](std::string name, std::string region, std::string role, std::string zone,
                        std::string address) {
    Host& made = inventory.hosts[name];
    made.name = name;
    made.region = std::move(region);
    made.role = std::move(role);
    made.transport = "lab";
    made.zone = std::move(zone);
    made.address = std::move(address);
    made.port = 5432;
  };
  host("router", "", "", "router", "");
  host("clients", "", "", "world", "10.77.0.10");
  host("app-a", "region-a", "app", "region-a", "10.77.1.20");
  host("db-a", "region-a", "db", "region-a", "10.77.1.10");
  host("db-b", "region-b", "db", "region-b", "10.77.2.10");
  return inventory;
}

/// Everything that an action would send, what is known only later as "<later>".
inline std::string sent_by(const Action& action) {
  std::string text;
  if (const auto* netfilter = std::get_if<Netfilter>(&action.what)) {
    for (const std::string& line : netfilter->transactions) text += line + "\n";
  }
  const auto* exec = std::get_if<Exec>(&action.what);
  if (exec == nullptr) return text;
  const auto piece = [](const Arg& arg) {
    const auto* literal = std::get_if<std::string>(&arg);
    return literal != nullptr ? *literal : std::string{"<later>"};
  };
  for (const Arg& arg : exec->argv) text += (text.empty() ? "" : " ") + piece(arg);
  if (!exec->stdin_text.empty()) text += "\n";
  for (const Arg& arg : exec->stdin_text) text += piece(arg);
  return text;
}

inline bool has(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

/// Parameters from pairs of a name and a text.
inline Params params_of(std::initializer_list<std::pair<const char*, const char*>> texts) {
  Params params;
  for (const auto& [name, text] : texts) params.set(name, std::string{text});
  return params;
}

/// A plan of one kind, within these two regions; `expires_after` 18 s.
inline Result<FaultPlan> plan_in(const Inventory& inventory, const Injector& kind,
                                 const Params& params) {
  return kind.plan(params, {.run_id = "0123abcd",
                            .fault = "cut-a",
                            .inventory = inventory,
                            .expires_after = std::chrono::seconds{18}});
}

inline Outcome told(int status, std::string out, std::string err = "") {
  return {status == 0, status, std::move(out), std::move(err)};
}

}  // namespace gameday
