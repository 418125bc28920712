// SPDX-License-Identifier: Apache-2.0
// A whole drill on a real API of Kubernetes: carried out to its end; killed, and put back by the
// keeper; killed with its keeper, and put back by recover, with the run's folder and without.
#include <doctest/doctest.h>

#include <fmt/format.h>
#include <signal.h>
#include <stdlib.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "drills/record/disk.hpp"
#include "drills/record/run_directory.hpp"
#include "drills/run/keeper.hpp"
#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/kube_api.hpp"
#include "tests/regions/support/paths.hpp"
#include "world/held_process.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

constexpr int k_unknown = 2;

constexpr const char* k_others = R"(
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {podSelector: {}, ingress: [{}]}
)";

constexpr const char* k_drill = R"toml(drill = "namespace"
title = "A namespace goes dark"
inventory = "cluster.toml"
stable_for = "1s"
settle = "1s"
[objectives]
rto = "2s"
[[probe]]
name = "api"
kind = "tcp"
target = "api"
every = "50ms"
timeout = "500ms"
[[abort]]
probe = "api"
bad_for = "3s"
[[fault]]
kind = "kubernetes_blackhole"
cluster = "shop"
namespaces = ["shop"]
accept_no_deadman = true
after = "2s"
lasts = "{}"
)toml";

/// A home with an inventory, and the word of the operators that a drill may work on it.
struct Site {
  Site() {
    api.kubectl({"create", "-f", "-"}, k_others);
    setenv("GAMEDAY_CONFIG",
           home.write("guards.toml",
                      "environments = [\"staging\"]\nnetworks = [\"127.0.0.0/8\"]\n"
                      "this_machine = true\n")
               .c_str(),
           1);
    const Cluster cluster = api.cluster();
    inventory = home.write(
        "cluster.toml",
        fmt::format("environment = \"staging\"\n"
                    "[region.region-b]\nnetworks = [\"203.0.113.0/24\"]\n"
                    "canary = \"127.0.0.1:{0}\"\n"
                    "[host.api]\ntransport = \"local\"\naddress = \"127.0.0.1\"\nport = {0}\n"
                    "[cluster.shop]\nkubeconfig = \"{1}\"\ncontext = \"{2}\"\n",
                    api.etcd_port(), cluster.kubeconfig, cluster.context));
    before = policies();
  }
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  ~Site() { unsetenv("GAMEDAY_CONFIG"); }

  [[nodiscard]] std::string policies() const {
    return api.kubectl({"get", "networkpolicies", "--all-namespaces", "--output=json"});
  }
  [[nodiscard]] bool is_cut() const { return policies().find("\"gameday-") != std::string::npos; }
  [[nodiscard]] std::string drill(const std::string& lasts) const {
    std::string text = k_drill;
    text.replace(text.find("{}"), 2, lasts);
    return home.write("namespace.toml", text);
  }

  KubeApi api;
  Home home;
  std::string inventory;
  std::string before;
};

/// A run of the drill whose fault is in force.
class CutRun {
 public:
  explicit CutRun(const Site& site) : m_site{site} {
    auto started = HeldProcess::start({gameday_binary(), "run", site.drill("40s"), "--yes"});
    REQUIRE(started);
    m_run.emplace(std::move(*started));
    const bool cut = eventually(
        [&] {
          m_run->drain();
          return site.is_cut() && keeper().has_value();
        },
        20s);
    REQUIRE_MESSAGE(cut, m_run->out(), m_run->err());
  }
  [[nodiscard]] std::filesystem::path folder() const { return m_site.home.run_of("namespace"); }
  [[nodiscard]] std::optional<KeeperMark> keeper() const { return read_keeper_mark(folder()); }
  void kill_gameday() { kill(m_run->pid(), SIGKILL); }
  void kill_both() {
    const int pid = static_cast<int>(keeper()->pid);
    REQUIRE(pid > 1);
    kill(pid, SIGKILL);
    kill_gameday();
  }
  /// As if nothing of it had ever been written down here.
  void forget() const {
    const KeeperMark mark = keeper().value();
    CHECK(eventually([&] { return process_start_time(mark.pid) != mark.start_time; }, 10s));
    std::filesystem::remove_all(m_site.home.folder() / "home/runs");
    std::filesystem::remove_all(m_site.home.folder() / "live");
  }

 private:
  const Site& m_site;
  std::optional<HeldProcess> m_run;
};

}  // namespace

TEST_CASE("a drill cuts a namespace off, puts it back whatever kills it, and claims no proof") {
  const Site site;

  const ProcessOutcome plan = gameday({"plan", site.drill("4s")});
  CHECK_MESSAGE(plan.status == 0, plan.err);
  CHECK(plan.out.find("enforces policies") != std::string::npos);

  const ProcessOutcome ended = gameday({"run", site.drill("4s"), "--yes"});
  CHECK_MESSAGE(ended.status == k_unknown, ended.out, ended.err);
  CHECK(site.policies() == site.before);
  const Json card =
      Json::parse(read_file(site.home.run_of("namespace") / "scorecard.json").value());
  CHECK(card["faults"][0]["proof"] == "inconclusive");
  CHECK(card["faults"][0]["state"] == "reverted");
  std::filesystem::remove_all(site.home.folder() / "home/runs");

  {
    CutRun run{site};
    run.kill_gameday();
    CHECK(eventually([&] { return site.policies() == site.before; }, 10s));
    run.forget();
  }
  {
    CutRun run{site};
    run.kill_both();
    CHECK(site.is_cut());
    const ProcessOutcome recovered = gameday({"recover"});
    CHECK_MESSAGE(recovered.status == 0, recovered.out, recovered.err);
    CHECK(site.policies() == site.before);
    run.forget();
  }
  {
    CutRun run{site};
    run.kill_both();
    run.forget();
    const ProcessOutcome seen = gameday({"doctor", "--inventory", site.inventory});
    CHECK_MESSAGE(seen.out.find("NetworkPolicy gameday-") != std::string::npos, seen.out);
    const ProcessOutcome recovered =
        gameday({"recover", "--from-world", "--inventory", site.inventory});
    CHECK_MESSAGE(recovered.status == 0, recovered.out, recovered.err);
    CHECK(site.policies() == site.before);
  }
}

}  // namespace gameday::regions
