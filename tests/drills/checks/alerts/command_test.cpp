// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "drills/checks/alert_kinds.hpp"

using namespace gameday;

namespace {

AlertSpec asked(std::vector<std::string> argv) {
  AlertSpec alert;
  alert.name = "Down";
  alert.params.set("run", std::move(argv));
  return alert;
}

}  // namespace

TEST_CASE("the program runs on the monitor's host, as it stands there") {
  Contact monitor{"m", "command", {}};
  monitor.params.set("host", std::string{"metrics"});
  const auto action = k_alert_command.ask(asked({"is-down", "a b"}), monitor);
  REQUIRE(action);
  CHECK(action->host.name == "metrics");
  CHECK(std::get<std::string>(std::get<Exec>(action->what).argv.at(1)) == "a b");
  CHECK_FALSE(k_alert_command.ask(asked({}), monitor));
}

TEST_CASE("exit 0 fires, 1 is silent, and with anything else nobody knows") {
  const auto read = [](int status) {
    return k_alert_command.read(asked({"x"}), Outcome{status == 0, status, "", "why", {}});
  };
  CHECK((*read(0).value()).firing);
  CHECK_FALSE((*read(1).value()).firing);
  for (const int status : {2, 127, 137}) CHECK_FALSE(read(status));
  CHECK(read(2).error().why.find("why") != std::string::npos);
}
