// SPDX-License-Identifier: Apache-2.0
#include "injectors/host_program.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/service_fixture.hpp"

using namespace gameday;

TEST_CASE("a program is an argument of perl, and its words come behind it") {
  const ServiceFixture there;
  const Action action = run_program(there.inventory.hosts.at("db-a"), "print 1",
                                    {"-x", Captured{"/pid"}}, std::chrono::seconds{7});
  CHECK(action.host.name == "db-a");
  CHECK(action.deadline == std::chrono::seconds{7});
  CHECK(words_of(action) == "perl -e print 1 -- -x <captured /pid>");
  CHECK(std::get<Exec>(action.what).stdin_text.empty());
}

TEST_CASE("a program about processes says first what it does, for those who read plans") {
  const std::string program = process_program("looks at a process", "print facts($$)->{state};");
  CHECK(program.starts_with("# gameday: looks at a process\n"));
  CHECK(program.ends_with("print facts($$)->{state};"));
  CHECK(program.find("sub guard") != std::string::npos);
}

TEST_CASE("what gameday keeps on a host is named after the run and the change") {
  const ServiceFixture there;
  CHECK(scratch_file(there.inventory.hosts.at("db-a"), "1a2b3c4d", "fault.x.db-a", "stopped") ==
        "/run/gameday/1a2b3c4d.fault.x.db-a.stopped");
}
