// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/read_alerts.hpp"

#include <doctest/doctest.h>

#include "tests/drills/definition/samples.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view k_monitors = R"toml(
[monitor.am]
kind = "alertmanager"
url = "http://10.77.0.21:9093"
authorization = { env = "AM" }
every = "50ms"

[monitor.page]
kind = "webhook"
listen = "10.77.0.10:9095"
token = { file = "${lab}/token" }

[monitor.tool]
kind = "command"
)toml";

constexpr std::string_view k_alert = R"toml(
[[alert]]
name = "RegionDown"
labels = { region = "region-a" }
monitor = "am"
receiver = "oncall"
within = "5s"
resolves_within = "20s"
)toml";

samples::Files files(const std::string& alerts, std::string_view monitors = k_monitors) {
  samples::Files all;
  all.drill += alerts;
  all.others.find("two.toml")->second += monitors;
  return all;
}

Definition read(const samples::Files& all) {
  const Loaded loaded = samples::load(all);
  INFO(render_all(loaded.problems, loaded.sources, false));
  REQUIRE(loaded.definition);
  return *loaded.definition;
}

std::string problem(const samples::Files& all) {
  const Loaded loaded = samples::load(all);
  INFO(render_all(loaded.problems, loaded.sources, false));
  REQUIRE(loaded.problems.size() == 1);
  return loaded.problems[0].message + "; " + loaded.problems[0].hint;
}

std::string with(std::string_view from, std::string_view to) {
  std::string text{k_alert};
  text.replace(text.find(from), from.size(), to);
  return text;
}

bool says(const std::string& text, std::string_view piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("monitors are read with the parameters of their kinds, secrets by reference") {
  const Inventory inventory = read(files("")).inventory;
  REQUIRE(inventory.monitors.size() == 3);
  const Contact& am = inventory.monitors.at("am");
  CHECK(am.kind == "alertmanager");
  CHECK(am.params.get<std::string>("url") == "http://10.77.0.21:9093");
  CHECK(am.params.get<SecretRef>("authorization").name == "AM");
  CHECK(am.params.get<Duration>("every") == 50ms);
  CHECK(inventory.monitors.at("page").params.get<SecretRef>("token").name.ends_with("/token"));
}

TEST_CASE("an alert is read as it stands there") {
  const Drill drill = read(files(std::string{k_alert})).drill;
  REQUIRE(drill.alerts.size() == 1);
  const AlertSpec& alert = drill.alerts.front();
  CHECK(alert.name == "RegionDown");
  CHECK(alert.labels.at("region") == "region-a");
  CHECK(alert.monitor == "am");
  CHECK(alert.receiver == "oncall");
  CHECK(alert.within == 5s);
  CHECK(alert.resolves_within == 20s);
  CHECK_FALSE(alert.must_not);
}

TEST_CASE("a monitor of no kind, without its keys, or with a wrong address is a mistake") {
  CHECK(says(problem(files("", "\n[monitor.x]\nkind = \"alertmanger\"\n")), "alertmanager"));
  CHECK(says(problem(files("", "\n[monitor.x]\nkind = \"prometheus\"\n")), "url"));
  CHECK(says(problem(files("", "\n[monitor.x]\nkind = \"prometheus\"\nurl = \"p:9090\"\n")),
             "no URL"));
  CHECK(says(problem(files("",
                           "\n[monitor.x]\nkind = \"webhook\"\nlisten = \"here\"\n"
                           "token = { env = \"T\" }\n")),
             "no address with a port"));
}

TEST_CASE("an alert that cannot be looked for is a mistake") {
  CHECK(says(problem(files(with("\"am\"", "\"an\""))), "unknown monitor `an`"));
  CHECK(says(problem(files(with("within = \"5s\"\n", ""))), "missing key `within`"));
  CHECK(says(problem(files(with("within = \"5s\"", "within = \"18s\""))), "fault lasts"));
  CHECK(says(problem(files(with("receiver = \"oncall\"", "expr = \"up\""))), "takes no `expr`"));
  CHECK(
      says(problem(files(with("\"am\"\nreceiver = \"oncall\"", "\"tool\""))), "missing key `run`"));
  CHECK(says(problem(files(with("\"am\"", "\"tool\"\nrun = [\"is-down\"]"))), "no receivers"));
  CHECK(says(problem(files(with("receiver", "reciever"))), "receiver"));
}

TEST_CASE("one that must not come has no deadline") {
  const std::string stray = "\n[[alert]]\nname = \"X\"\nmonitor = \"am\"\nmust_not = true\n";
  CHECK(read(files(stray)).drill.alerts.front().must_not);
  CHECK(says(problem(files(stray + "within = \"5s\"\n")), "must not come"));
}

TEST_CASE("the objective `detect` needs an alert, and a fault that lasts longer") {
  const auto detect = [](const std::string& target, const std::string& alerts) {
    samples::Files all = files(alerts);
    all.drill.replace(all.drill.find("rto = "), 0, "detect = \"" + target + "\"\n");
    return all;
  };
  CHECK(read(detect("5s", std::string{k_alert})).drill.objectives.detect == 5s);
  CHECK(says(problem(detect("5s", "")), "nothing measures `detect`"));
  CHECK(says(problem(detect("18s", std::string{k_alert})), "fault lasts"));
}
