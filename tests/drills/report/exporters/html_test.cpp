// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "tests/drills/report/rendered.hpp"

namespace gameday {
namespace {

using namespace fakes;

std::string body(const Record& record) {
  const std::string page = rendered(record, "html");
  return page.substr(page.find("<body>"));
}

TEST_CASE("the verdict comes first, in words, and the page bears its tone") {
  const std::string page = body(missed_record());
  CHECK(page.find(">Missed</p>") < page.find("Objectives"));
  CHECK(contains(page, "top tone-missed"));
  CHECK(contains(body(met_record()), "top tone-met"));
  CHECK(contains(body(unknown_record()), "top tone-unknown"));
  CHECK(contains(body(in_force_record()), "top tone-missed"));
  CHECK(contains(body(in_force_record()), "Still in force"));
}

TEST_CASE("one file: nothing is fetched, nothing runs") {
  for (const auto& [name, record] : sample_runs()) {
    CAPTURE(name);
    const std::string page = rendered(record, "html");
    CHECK_FALSE(contains(page, "<script"));
    CHECK_FALSE(contains(page, "<link"));
    CHECK_FALSE(contains(page, "<img"));
    CHECK_FALSE(contains(page, " src="));
    CHECK_FALSE(contains(page, " href="));
    CHECK_FALSE(contains(page, "url("));
  }
}

TEST_CASE("every element that is opened is closed, in the right order") {
  const std::regex tag{R"(<(/?)([a-z0-9]+)([^>]*)>)"};
  for (const auto& [name, record] : sample_runs()) {
    CAPTURE(name);
    const std::string page = rendered(record, "html");
    std::vector<std::string> open;
    for (std::sregex_iterator at{page.begin(), page.end(), tag}, end; at != end; ++at) {
      const std::string element = (*at)[2];
      const std::string rest = (*at)[3];
      if (rest.ends_with('/') || element == "meta") continue;
      if ((*at)[1].length() == 0) {
        open.push_back(element);
        continue;
      }
      REQUIRE_FALSE(open.empty());
      CHECK(open.back() == element);
      open.pop_back();
    }
    CHECK(open.empty());
  }
}

TEST_CASE("what a server or an operator wrote is text, never markup and never a template") {
  const std::string page = body(hostile_record());
  CHECK_FALSE(contains(page, "</script><b>"));
  CHECK(contains(page, "&lt;/script&gt;&lt;b&gt;&quot;&#39;&amp;"));
  CHECK(contains(page, "{{title}}"));
  CHECK_FALSE(contains(page, "\x01"));
  CHECK_FALSE(contains(page, "\xff"));
}

TEST_CASE("ids are used once, and labels lead to them") {
  const std::string page = rendered(met_record(), "html");
  std::set<std::string> ids;
  const std::regex id{R"re( id="([^"]+)")re"};
  for (std::sregex_iterator at{page.begin(), page.end(), id}, end; at != end; ++at) {
    CHECK(ids.insert((*at)[1]).second);
  }
  const std::regex label{R"re(aria-labelledby="([^" ]+))re"};
  for (std::sregex_iterator at{page.begin(), page.end(), label}, end; at != end; ++at) {
    CHECK(ids.contains((*at)[1]));
  }
}

TEST_CASE("both widths of the timeline are there, and the figures are the scorecard's") {
  const std::string page = body(met_record());
  CHECK(contains(page, "viewBox=\"0 0 1080 "));
  CHECK(contains(page, "viewBox=\"0 0 420 "));
  CHECK(contains(page, "3.19 to 3.23 s"));
  CHECK(contains(page, "0 of 1069 lost"));
  CHECK(contains(page, std::string(64, 'c')));
}

}  // namespace
}  // namespace gameday
