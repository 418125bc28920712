// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/http_expectation.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace gameday;

namespace {

Params expecting(const char* json) {
  Params params;
  params.set("expect", std::make_shared<const Json>(Json::parse(json)));
  return params;
}

HttpAnswer answered(int status, std::string body, std::string header = {}) {
  return {.status = status, .body = std::move(body), .header = std::move(header), .error = {}};
}

}  // namespace

TEST_CASE("what is right: the status, and members of the body") {
  struct Row {
    const char* expect;
    int status;
    const char* body;
    const char* fault;
  };
  const Row rows[] = {
      {"{}", 200, "", ""},
      {"{}", 204, "", "status 204 instead of 200"},
      {R"({"status": 503})", 503, "", ""},
      {R"({"json": {"writable": true}})", 200, R"({"writable": true, "more": 1})", ""},
      {R"({"json": {"writable": true}})", 503, R"({"writable": true})",
       "status 503 instead of 200"},
      {R"({"json": {"writable": true}})", 200, R"({"writable": false})",
       "writable is false instead of true"},
      {R"({"json": {"writable": true}})", 200, R"({"writable": "true"})",
       "writable is \"true\" instead of true"},
      {R"({"json": {"writable": true}})", 200, R"({})", "the body has no writable"},
      {R"({"json": {"writable": true}})", 200, "<html>", "the body is no JSON object"},
      {R"({"json": {"writable": true}})", 200, "[1]", "the body is no JSON object"},
      {R"({"json": {"writable": true}})", 200, "", "the body is no JSON object"},
      {R"({"json": {"a": {"b": [1, 2]}, "c": 1.0}})", 200, R"({"a": {"b": [1, 2]}, "c": 1})", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.expect);
    CAPTURE(row.body);
    const auto expected = read_expectation(expecting(row.expect)).value();
    CHECK(find_fault(expected, answered(row.status, row.body)) == row.fault);
  }
}

TEST_CASE("an error of the request is the fault") {
  HttpAnswer answer;
  answer.error = "Connection refused";
  CHECK(find_fault(HttpExpectation{}, answer) == "Connection refused");
}

TEST_CASE("a body of binary rubbish is told without a throw") {
  const auto expected = read_expectation(expecting(R"({"json": {"a": 1}})")).value();
  CHECK(find_fault(expected, answered(200, "\xff\xfe")) == "the body is no JSON object");
  const std::string long_text(1000, 'x');
  CHECK(find_fault(expected, answered(200, R"({"a": ")" + long_text + "\"}")).size() < 150);
}

TEST_CASE("an expectation that cannot be is bad input") {
  for (const char* const wrong : {R"({"status": "200"})", R"({"status": 99})", R"({"status": 1.5})",
                                  R"({"status": 600})", R"({"json": true})", "[]"}) {
    CAPTURE(wrong);
    const auto read = read_expectation(expecting(wrong));
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::bad_input);
  }
}

TEST_CASE("the region: from a header, else from the body") {
  const HttpExpectation usual = read_expectation({}).value();
  CHECK(usual.region_header() == "X-Region");
  CHECK(find_region(usual, answered(200, "", "region-a")) == "region-a");
  CHECK(find_region(usual, answered(503, R"({"region": "region-b"})")) == "region-b");
  CHECK(find_region(usual, answered(200, R"({"region": "region-b"})", "region-a")) == "region-a");
  CHECK(find_region(usual, answered(200, R"({"region": 7})")).empty());
  CHECK(find_region(usual, answered(200, "")).empty());
  CHECK(find_region(usual, answered(200, "[]")).empty());

  Params params;
  params.set("region_from", std::string{"site"});
  const HttpExpectation other = read_expectation(params).value();
  CHECK(other.region_header() == "site");
  CHECK(find_region(other, answered(200, R"({"region": "x", "site": "y"})")) == "y");
}
