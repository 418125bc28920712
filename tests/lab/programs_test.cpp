// SPDX-License-Identifier: Apache-2.0
#include "lab/programs.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "lab/launch.hpp"
#include "tests/lab/support/inside.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

/// Brings `true` from a folder that is closed to others, and runs it as the servers would.
int bring_and_run(const Scratch& scratch, const Account& account) {
  const auto program = bring_program(scratch.file("program"), "mine");
  if (!program || *program != "/run/mine") return 1;
  const Launch launch{.argv = {*program}, .log = "/run/log", .account = account};
  return run(launch, std::chrono::seconds{5}) ? 0 : 2;
}

}  // namespace

TEST_CASE("a program comes into the lab from where the servers may not go") {
  const Scratch scratch;
  std::filesystem::copy_file("/bin/true", scratch.file("program"));
  REQUIRE(chmod(scratch.folder().c_str(), 0700) == 0);
  const auto site = make_site(Options{});
  REQUIRE(site);
  CHECK(in_new_namespaces([&] { return bring_and_run(scratch, site->account); }) == 0);
  CHECK_FALSE(std::filesystem::exists("/run/mine"));
}

TEST_CASE("a program that is not there cannot be brought") {
  const Scratch scratch;
  CHECK(in_new_namespaces([&] { return bring_program(scratch.file("absent"), "mine") ? 1 : 0; }) ==
        0);
}

TEST_CASE("a program that is missing is told with what to do about it") {
  CHECK(need_program("/bin/true", "nothing"));
  const auto missing = need_program("/no/such/program", "install it");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::refused);
  CHECK(missing.error().next == "install it");
  CHECK(missing.error().text().find("/no/such/program") != std::string::npos);
}
