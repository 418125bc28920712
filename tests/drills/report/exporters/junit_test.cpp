// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <fstream>
#include <regex>

#include "tests/drills/record/scratch.hpp"
#include "tests/drills/report/rendered.hpp"
#include "world/process.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("missed is a failure, unknown an error, met neither; the counts are those of the cases") {
  for (const auto& [name, record] : sample_runs()) {
    CAPTURE(name);
    const std::string xml = rendered(record, "junit");
    const std::regex counts{R"re(tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)")re"};
    std::smatch match;
    REQUIRE(std::regex_search(xml, match, counts));
    CHECK(std::stoul(match[1]) == count_of(xml, "<testcase "));
    CHECK(std::stoul(match[2]) == count_of(xml, "<failure "));
    CHECK(std::stoul(match[3]) == count_of(xml, "<error "));
    CHECK(std::stoul(match[4]) == count_of(xml, "<skipped"));
  }
  CHECK(count_of(rendered(met_record(), "junit"), "<failure ") == 0);
  CHECK(count_of(rendered(met_record(), "junit"), "<error ") == 0);
  CHECK(count_of(rendered(missed_record(), "junit"), "<failure ") == 4);
  CHECK(count_of(rendered(unknown_record(), "junit"), "<error ") > 0);
}

TEST_CASE("a fault that may still be there is a failure") {
  const std::string xml = rendered(in_force_record(), "junit");
  CHECK(contains(xml, "region_blackhole is gone"));
  CHECK(contains(xml, "state stuck"));
  CHECK(count_of(xml, "<failure ") == 2);  // the fault, and the check that all is reverted
}

TEST_CASE("it is XML, whatever was recorded") {
  const Scratch scratch;
  for (const auto& [name, record] : sample_runs()) {
    CAPTURE(name);
    const std::string file = scratch.path / (name + ".xml");
    std::ofstream{file} << rendered(record, "junit");
    const auto outcome = run_process(
        {"/usr/bin/python3", "-c",
         "import sys,xml.etree.ElementTree as t;r=t.parse(sys.argv[1]).getroot();"
         "assert r.tag=='testsuites' and r[0].tag=='testsuite' and r[0][0].tag=='properties'",
         file},
        "", std::chrono::seconds{20});
    REQUIRE(outcome.has_value());
    CAPTURE(outcome->err);
    CHECK(outcome->status == 0);
  }
}

}  // namespace
}  // namespace gameday
