// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

LoadedGuards load(const std::string& body) {
  return load_guards({{.path = "etc.toml", .text = "[[incident]]\nname = \"x\"\n" + body}});
}

IncidentCheck check_of(const std::string& body) {
  LoadedGuards loaded = load(body);
  INFO(render_all(loaded.problems, loaded.sources, false));
  REQUIRE(loaded.guards);
  return loaded.guards->front().incidents.at(0);
}

TEST_CASE("an incident check of each kind") {
  const IncidentCheck http = check_of(
      "kind = \"http\"\nurl = \"http://status/\"\ntimeout = \"500ms\"\n"
      "expect = { status = 203, json = { open = 0 } }\nauthorization = { env = \"TOKEN\" }");
  CHECK(http.url == "http://status/");
  CHECK(http.status == 203);
  CHECK(http.members->at("open") == 0);
  CHECK(http.timeout == 500ms);
  CHECK(http.authorization->name == "TOKEN");
  CHECK(http.place.line == 1);
  CHECK(check_of("kind = \"tcp\"\naddress = \"10.0.0.1:80\"").address == "10.0.0.1:80");
  CHECK(check_of("kind = \"command\"\ncommand = [\"a\", \"b\"]").command.size() == 2);
  CHECK(check_of("kind = \"promql\"\nurl = \"https://prom:9090\"\nquery = \"ALERTS\"").query ==
        "ALERTS");
}

TEST_CASE("what a check lacks is told, and what is not its own") {
  for (const char* body : {"kind = \"http\"", "kind = \"http\"\nurl = \"status\"", "kind = \"tcp\"",
                           "kind = \"tcp\"\naddress = \"nowhere\"", "kind = \"command\"",
                           "kind = \"promql\"\nurl = \"http://p\"", "kind = \"ping\"", "",
                           "kind = \"command\"\ncommand = [\"a\"]\nurl = \"http://p\"",
                           "kind = \"http\"\nurl = \"http://p\"\nexpect = { body = 1 }"}) {
    CAPTURE(body);
    const LoadedGuards loaded = load(body);
    CHECK_FALSE(loaded.guards);
    CHECK(loaded.problems.size() == 1);
  }
}

}  // namespace
}  // namespace gameday
