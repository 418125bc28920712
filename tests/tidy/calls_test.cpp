// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/tidy/rules.hpp"

using namespace gameday::tidy;

namespace {

std::vector<std::size_t> forbidden(const std::string& text,
                                   const std::string& path = "base/a.cpp") {
  std::vector<std::size_t> lines;
  for (const Finding& finding : check_calls(make_source(path, text))) lines.push_back(finding.line);
  return lines;
}

using Lines = std::vector<std::size_t>;

}  // namespace

TEST_CASE("a shell is forbidden, however it is called") {
  CHECK(forbidden("\nsystem(\"ls\");") == Lines{2});
  CHECK(forbidden("std::system (x);") == Lines{1});
  CHECK(forbidden("FILE* f = popen(x, \"r\");") == Lines{1});
  CHECK(forbidden(R"(run({"sh", "-c", x});)") == Lines{1});
  CHECK(forbidden(R"(run({"/bin/sh",  "-c", x});)") == Lines{1});
  CHECK(forbidden(R"(run({"bash", x});)") == Lines{1});
}

TEST_CASE("what only looks like a shell is not") {
  CHECK(forbidden("file_system(x); // system(x)").empty());
  CHECK(forbidden("world.system(x); p->popen(y);").empty());
  CHECK(forbidden("using std::filesystem::path;").empty());
  CHECK(forbidden("say(\"system(x)\");").empty());
  CHECK(forbidden(R"(run({"bashful"});)").empty());
}

TEST_CASE("other people's rules are never flushed") {
  CHECK(forbidden(R"(nft("flush ruleset");)") == Lines{1});
  CHECK(forbidden(R"(run({"nft", "flush", "ruleset"});)") == Lines{1});
  CHECK(forbidden(R"(run({"iptables", "-F"});)") == Lines{1});
  CHECK(forbidden(R"(text("iptables -F");)") == Lines{1});
  CHECK(forbidden("// never flush ruleset").empty());
  CHECK(forbidden(R"(text("-F GAMEDAY-1");)").empty());
}

TEST_CASE("in a test such words may be hostile input, but never a whole argument") {
  CHECK(forbidden(R"(refuse("10.0.0.0/8; flush ruleset");)", "tests/a_test.cpp").empty());
  CHECK(forbidden(R"(nft("flush ruleset");)", "tests/a_test.cpp") == Lines{1});
}

TEST_CASE("a test waits for what it waits for, it does not sleep") {
  const std::string sleep = "std::this_thread::sleep_for(1s);";
  CHECK(forbidden(sleep, "tests/base/a_test.cpp") == Lines{1});
  CHECK(forbidden("usleep(1);", "tests/base/a_test.cpp") == Lines{1});
  CHECK(forbidden(sleep, "world/a.cpp").empty());
  CHECK(forbidden(sleep, "tests/regions/support/wait.cpp").empty());
}

TEST_CASE("the rules' own tests are let be, and so is what is no C++") {
  CHECK(forbidden("system(x);", "tests/tidy/a_test.cpp").empty());
  CHECK(forbidden("system(x);", "README.md").empty());
}
