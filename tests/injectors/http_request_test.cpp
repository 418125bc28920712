// SPDX-License-Identifier: Apache-2.0
#include "injectors/http_request.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace gameday;

namespace {

const Inventory k_nothing{};
const FaultScope k_scope{.run_id = "1a2b3c4d", .fault = "flag", .inventory = k_nothing};

std::string why(const Json& table) {
  const auto http = read_http(table, k_scope, "apply");
  REQUIRE_FALSE(http);
  return http.error().text();
}

}  // namespace

TEST_CASE("a request is read with its secrets by reference and the run's id put in") {
  const auto http = read_http({{"method", "PUT"},
                               {"url", "http://x/${run}/y/${run}"},
                               {"headers", {{"A", "by ${run}"}, {"Token", {{"env", "TOKEN"}}}}},
                               {"body", {{"by", "${run}"}, {"on", false}}}},
                              k_scope, "apply");
  REQUIRE(http);
  CHECK(http->method == "PUT");
  CHECK(http->url == "http://x/1a2b3c4d/y/1a2b3c4d");
  CHECK(http->headers.at(0).second == Arg{"by 1a2b3c4d"});
  CHECK(std::get<SecretRef>(http->headers.at(1).second).name == "TOKEN");
  CHECK(Json::parse(std::get<std::string>(http->body.at(0))) ==
        Json{{"by", "1a2b3c4d"}, {"on", false}});
  CHECK(read_http({{"url", "http://x"}, {"body", "plain"}}, k_scope, "a")->body == Text{"plain"});
}

TEST_CASE("what is wrong with a request is told") {
  CHECK(why({{"method", "PUT"}}).find("no url") != std::string::npos);
  CHECK(why({{"url", "x"}, {"verb", "PUT"}}).find("`verb`") != std::string::npos);
  CHECK(why({{"url", "x"}, {"method", 1}}).find("method") != std::string::npos);
  CHECK(why({{"url", "x"}, {"headers", {{"A", 1}}}}).find("header A") != std::string::npos);
  CHECK(why({{"url", "x"}, {"headers", {{"A", {{"env", 1}}}}}}).find("header A") !=
        std::string::npos);
}

TEST_CASE("a match needs something to match") {
  const auto match =
      read_match({{"status", 200}, {"contains", "${run}"}, {"without", {"a", "b"}}}, k_scope, "x");
  REQUIRE(match);
  CHECK(match->status == 200);
  CHECK(match->contains == std::vector<Arg>{"1a2b3c4d"});
  CHECK(match->without == std::vector<std::string>{"a", "b"});
  for (const Json& wrong :
       {Json::object(), Json{{"status", "200"}}, Json{{"contains", 1}}, Json{{"code", 200}}}) {
    CHECK_FALSE(read_match(wrong, k_scope, "x"));
  }
}
