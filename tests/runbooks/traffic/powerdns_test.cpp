// SPDX-License-Identifier: Apache-2.0
#include "tests/runbooks/support/record_manager.hpp"

using namespace gameday;

TEST_CASE("powerdns: the zone and where the API is are told, its key by reference only") {
  TrafficManager manager = record_manager("powerdns");
  manager.params.set("url", std::string{"http://10.77.0.16:8081/api/v1/servers/localhost"});
  manager.params.set("zone", std::string{"dr.lab"});
  manager.params.set("secret", SecretRef{SecretRef::From::environment, "PDNS_KEY"});
  const Change change = only_change(k_traffic_powerdns, manager);
  const auto& exec = std::get<Exec>(change.apply.what);
  CHECK(std::get<std::string>(exec.argv.at(2)) == "pdns_records");
  const std::string input = shown(exec.stdin_text);
  CHECK(input.find(R"("url":"http://10.77.0.16:8081/api/v1/servers/localhost")") !=
        std::string::npos);
  CHECK(input.find(R"("secret":"<secret PDNS_KEY>")") != std::string::npos);
  CHECK(input.find(R"("to":["10.77.2.20"])") != std::string::npos);
  CHECK(change.revert.has_value());
  CHECK(change.on_death == Fate::hold);
}
