// SPDX-License-Identifier: Apache-2.0
#include "lab/servers.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace gameday;
using namespace gameday::lab;

namespace {

std::vector<std::string_view> names(const std::vector<std::string>& with) {
  std::vector<std::string_view> found;
  for (const Server* server : servers(with)) found.push_back(server->name);
  return found;
}

}  // namespace

TEST_CASE("a lab that asks for nothing more has what the service needs, PostgreSQL last") {
  CHECK(names({}) == std::vector<std::string_view>{"names", "haproxy", "shop", "postgres"});
}

TEST_CASE("what is asked for comes besides, first and once, however it is asked for") {
  const auto chosen = names({"toxiproxy", "redis", "redis"});
  CHECK(chosen.size() == 6);
  CHECK(std::ranges::count(chosen, "redis") == 1);
  CHECK(std::ranges::find(chosen, "redis") < std::ranges::find(chosen, "names"));
  CHECK(chosen == names({"redis", "toxiproxy"}));
}

TEST_CASE("every server says in words what it is") {
  for (const Server* server : servers(optional_servers())) {
    CAPTURE(server->name);
    CHECK_FALSE(server->summary.empty());
    CHECK((server->prepare != nullptr));
    CHECK((server->state != nullptr));
  }
}

TEST_CASE("one that is not optional, or not there, is a mistake that names those that are") {
  CHECK(check_optional({}));
  CHECK(check_optional(optional_servers()));
  for (const std::string name : {"postgres", "kafka", ""}) {
    CAPTURE(name);
    const auto checked = check_optional({"redis", name});
    REQUIRE_FALSE(checked);
    CHECK(checked.error().kind == ErrorKind::bad_input);
    for (const std::string& optional : optional_servers()) {
      CHECK(checked.error().next.find(optional) != std::string::npos);
    }
  }
}
