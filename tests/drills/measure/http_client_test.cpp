// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/http_client.hpp"

#include <doctest/doctest.h>

#include <optional>

#include "tests/drills/measure/support/await.hpp"
#include "tests/drills/measure/support/test_server.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using test::answer_http;
using test::http_answer;
using test::TestServer;

namespace {

ProbeRequest request_to(const TestServer& server, const std::string& path = "/") {
  ProbeRequest request;
  request.url = "http://" + server.endpoint() + path;
  request.at = {"127.0.0.1", server.port()};
  request.address = "127.0.0.1";
  return request;
}

HttpAnswer ask(SamplerLoop& loop, const ProbeRequest& request) {
  std::optional<HttpAnswer> answer;
  loop.http().start(request, [&](HttpAnswer got) { answer = std::move(got); });
  REQUIRE(test::await(loop, [&] { return answer.has_value(); }));
  return *answer;
}

}  // namespace

TEST_CASE("a whole answer: status and body") {
  const TestServer server(answer_http({http_answer(503, "sorry")}));
  const auto loop = test::make_loop();
  const HttpAnswer answer = ask(*loop, request_to(server));
  CHECK(answer.error.empty());
  CHECK(answer.status == 503);
  CHECK(answer.body == "sorry");
}

TEST_CASE("each request goes over a connection of its own, which is gone afterwards") {
  const TestServer server(answer_http({http_answer(200, "")}));
  const auto loop = test::make_loop();
  for (int i = 0; i < 3; ++i) ask(*loop, request_to(server));
  CHECK(server.accepted() == 3);
  CHECK(test::await(*loop, [&] { return server.open_connections() == 0; }));
}

TEST_CASE("an answer is never told within start(), an immediate error neither") {
  TestServer server(test::hang());
  server.refuse();
  const auto loop = test::make_loop();
  bool told = false;
  loop->http().start(request_to(server), [&](const HttpAnswer& answer) {
    told = true;
    CHECK(answer.error == "Connection refused");
    CHECK(answer.status == 0);
  });
  CHECK_FALSE(told);
  CHECK(test::await(*loop, [&] { return told; }));
}

TEST_CASE("a cancelled call is never told and its connection is closed") {
  const TestServer server(test::hang());
  const auto loop = test::make_loop();
  bool told = false;
  const auto call = loop->http().start(request_to(server), [&](const HttpAnswer&) { told = true; });
  REQUIRE(test::await(*loop, [&] { return server.open_connections() == 1; }));
  loop->http().cancel(call);
  CHECK(test::await(*loop, [&] { return server.open_connections() == 0; }));
  CHECK_FALSE(told);
  loop->http().cancel(call);
}

TEST_CASE("many calls at once, some started from an answer") {
  const TestServer server(answer_http({http_answer(200, "x"), 5ms}));
  const auto loop = test::make_loop();
  int told = 0;
  for (int i = 0; i < 50; ++i) {
    loop->http().start(request_to(server), [&](const HttpAnswer&) {
      loop->http().start(request_to(server), [&](const HttpAnswer& answer) {
        CHECK(answer.status == 200);
        ++told;
      });
    });
  }
  CHECK(test::await(*loop, [&] { return told == 50; }));
}

TEST_CASE("a loop may go while calls are under way") {
  const TestServer server(test::hang());
  const auto loop = test::make_loop();
  loop->http().start(request_to(server), [](const HttpAnswer&) { FAIL("nobody is there"); });
  CHECK(test::await(*loop, [&] { return server.open_connections() == 1; }));
}

TEST_CASE("a URL leads to a host and a port") {
  CHECK(url_endpoint("http://shop.lab/healthz") == Endpoint{"shop.lab", 80});
  CHECK(url_endpoint("https://shop.lab/") == Endpoint{"shop.lab", 443});
  CHECK(url_endpoint("http://10.77.0.12:8080") == Endpoint{"10.77.0.12", 8080});
  CHECK(url_endpoint("http://[fd77::12]:81/x") == Endpoint{"fd77::12", 81});
  for (const char* const wrong : {"", "shop lab", "ftp://shop.lab/", "http://", "/healthz"}) {
    CAPTURE(wrong);
    const auto read = url_endpoint(wrong);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::bad_input);
  }
}
