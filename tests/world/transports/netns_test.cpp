// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include "world/perform.hpp"
#include "world/process.hpp"
#include "world/transports.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

Host make_host(const std::string& zone) {
  Host host{};
  host.name = "near";
  host.transport = "netns";
  host.zone = zone;
  return host;
}

/// A named network namespace that goes with this object; for root.
struct NamedNetwork {
  std::string name = fmt::format("gd-test-{}", getpid());
  NamedNetwork() { REQUIRE(ip("add")); }
  ~NamedNetwork() { CHECK(ip("del")); }

 private:
  [[nodiscard]] bool ip(const char* verb) const {
    const auto done = run_process({"ip", "netns", verb, name}, "", 5s);
    return done && done->status == 0;
  }
};

}  // namespace

TEST_CASE("a namespace that is not named, or not there, is an error with the host's name") {
  for (const std::string zone : {"", "../pid", "gd-test-not-there"}) {
    CAPTURE(zone);
    const auto wrapped = k_transport_netns.wrap(Inventory{}, make_host(zone), {"true"});
    REQUIRE_FALSE(wrapped);
    CHECK(wrapped.error().text().find("near") != std::string::npos);
  }
}

TEST_CASE("a command and the packet filter are those of the namespace") {
  if (geteuid() != 0) {
    MESSAGE("skipped: only root may name network namespaces");
    return;
  }
  const NamedNetwork network;
  Inventory inventory;
  inventory.hosts["near"] = make_host(network.name);
  RealPerformer performer{inventory};
  const auto links = performer.perform({{"near"}, 5s, Exec{{"ip", "-brief", "link"}}});
  REQUIRE(links);
  CHECK(links->out.starts_with("lo "));
  CHECK(links->out.find('\n') == links->out.size() - 1);
  const auto table = performer.perform(
      {{"near"}, 5s, Netfilter{{"add table inet gameday_x", "list table inet gameday_x"}}});
  REQUIRE(table);
  CHECK(table->ok);
  const auto failed = performer.perform({{"near"}, 5s, Exec{{"false"}}});
  REQUIRE(failed);
  CHECK(failed->status == 1);
}
