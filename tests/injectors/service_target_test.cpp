// SPDX-License-Identifier: Apache-2.0
#include "injectors/service_target.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/service_fixture.hpp"

using namespace gameday;

namespace {

std::string refusal(const ServiceFixture& there, const std::string& service) {
  Params params;
  params.set("service", service);
  const auto found = service_target(params, there.scope());
  return found ? "" : found.error().text();
}

bool says(const std::string& text, const char* piece) { return text.find(piece) != text.npos; }

}  // namespace

TEST_CASE("a service is found with its host") {
  const ServiceFixture there;
  Params params;
  params.set("service", std::string{"postgres-a"});
  const auto found = service_target(params, there.scope());
  REQUIRE(found);
  CHECK(found->service->name == "postgres-a");
  CHECK(found->host->name == "db-a");
  CHECK(refusal(there, "web").empty());
  CHECK(refusal(there, "jobs").empty());
}

TEST_CASE("a service or a host that there is not is told") {
  ServiceFixture there;
  CHECK(says(refusal(there, "postgres-c"), "did you mean postgres-a"));
  there.add("lost", "db-z").pid_file = "/x.pid";
  CHECK(says(refusal(there, "lost"), "db-z"));
}

TEST_CASE("what holds a whole host, or leads elsewhere, is not touched") {
  ServiceFixture there;
  there.add("all", "app-a").unit = "system.slice";
  there.add("root", "app-a").unit = "-.slice";
  there.add("way-in", "app-a").unit = "sshd.service";
  there.add("top", "app-a").cgroup = "/";
  there.add("up", "app-a").cgroup = "jobs/../..";
  there.add("slice", "app-a").cgroup = "unified/system.slice";
  there.add("relative", "app-a").pid_file = "x.pid";
  for (const char* name : {"all", "root", "way-in", "top", "up", "slice", "relative"}) {
    CAPTURE(name);
    CHECK(says(refusal(there, name), "is not touched"));
  }
}
