// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/incident.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace gameday {
namespace {

IncidentCheck check(std::string kind) { return {.name = "x", .kind = std::move(kind)}; }

Result<Outcome> answer(int status, std::string out = {}, std::string err = {}) {
  const bool ok = status == 0 || (status >= 200 && status < 300);
  return Outcome{ok, status, std::move(out), std::move(err), {}};
}

bool is_open(const IncidentCheck& check, const Result<Outcome>& answer) {
  return !find_incident(check, answer).empty();
}

TEST_CASE("http: the status, and the members of the body") {
  IncidentCheck http = check("http");
  http.url = "http://status/";
  CHECK(describe(ask(http)).find("GET http://status/") != std::string::npos);
  CHECK_FALSE(is_open(http, answer(200, "whatever")));
  CHECK(is_open(http, answer(503)));
  http.members = std::make_shared<const Json>(Json{{"open", 0}});
  CHECK_FALSE(is_open(http, answer(200, R"({"open": 0, "more": 1})")));
  CHECK(is_open(http, answer(200, R"({"open": 1})")));
  CHECK(is_open(http, answer(200, R"({})")));
  CHECK(is_open(http, answer(200, "[]")));
  CHECK(is_open(http, answer(200, "")));
}

TEST_CASE("promql: a vector, and nothing in it") {
  IncidentCheck promql = check("promql");
  promql.url = "http://prom:9090/";
  promql.query = "ALERTS{severity=\"page\"} > 0";
  CHECK(std::get<Http>(ask(promql).what).url ==
        "http://prom:9090/api/v1/query?query=ALERTS%7Bseverity%3D%22page%22%7D%20%3E%200");
  const auto vector = [](const std::string& result) {
    return answer(200,
                  R"({"status":"success","data":{"resultType":"vector","result":)" + result + "}}");
  };
  CHECK_FALSE(is_open(promql, vector("[]")));
  const std::string told =
      find_incident(promql, vector(R"([{"metric":{"alertname":"RegionDown"},"value":[1,"1"]}])"));
  CHECK(told.find("RegionDown") != std::string::npos);
  CHECK(is_open(promql, answer(400, R"({"status":"error","error":"parse error"})")));
  CHECK(is_open(promql, answer(200, R"({"status":"success"})")));
  CHECK(is_open(promql, answer(200, R"({"status":"success","data":{"resultType":"scalar",)"
                                    R"("result":[1,"0"]}})")));
  CHECK(is_open(promql, answer(200, "<html>")));
}

TEST_CASE("command and tcp: what they come to") {
  IncidentCheck command = check("command");
  command.command = {"pager-is-quiet", "--all"};
  CHECK(std::get<Exec>(ask(command).what).argv.size() == 2);
  CHECK_FALSE(is_open(command, answer(0)));
  CHECK(find_incident(command, answer(1, "", "2 open\nmore")) ==
        "pager-is-quiet exits with 1: 2 open");
  IncidentCheck tcp = check("tcp");
  tcp.address = "10.0.0.1:80";
  CHECK(describe(ask(tcp)).find("dial 10.0.0.1:80 --timeout 3s") != std::string::npos);
  CHECK_FALSE(is_open(tcp, answer(0)));
  CHECK(is_open(tcp, answer(2)));
}

TEST_CASE("what could not be asked is no good news") {
  for (const char* kind : {"http", "tcp", "command", "promql"}) {
    CAPTURE(kind);
    CHECK(is_open(check(kind), fail(ErrorKind::timeout, "ask", "somebody", "no answer")));
  }
}

TEST_CASE("the credentials stay a reference") {
  IncidentCheck http = check("http");
  http.url = "http://status/";
  http.authorization = SecretRef{SecretRef::From::environment, "TOKEN"};
  const Http request = std::get<Http>(ask(http).what);
  REQUIRE(request.headers.size() == 1);
  CHECK(std::holds_alternative<SecretRef>(request.headers[0].second));
}

TEST_CASE("each check in one line") {
  IncidentCheck promql = check("promql");
  promql.url = "http://prom";
  promql.query = "ALERTS";
  CHECK(describe(promql) == "x: nothing at http://prom for ALERTS");
  IncidentCheck tcp = check("tcp");
  tcp.address = "10.0.0.1:80";
  CHECK(describe(tcp) == "x: tcp 10.0.0.1:80 is good");
}

}  // namespace
}  // namespace gameday
