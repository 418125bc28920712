// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/http_call.hpp"

#include <doctest/doctest.h>

#include <optional>

#include "tests/drills/measure/support/await.hpp"
#include "tests/drills/measure/support/test_server.hpp"

using namespace gameday;
using test::answer_http;
using test::http_answer;
using test::TestServer;

namespace {

/// A request for a name that no resolver knows, sent to the server's address.
ProbeRequest named_request(const TestServer& server) {
  ProbeRequest request;
  request.url = "http://shop.example:" + std::to_string(server.port()) + "/healthz";
  request.at = {"shop.example", server.port()};
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

TEST_CASE("the request goes to the address and keeps the name") {
  std::string seen;
  const TestServer server([&](int, std::string& received) -> std::optional<test::Reply> {
    if (received.find("\r\n\r\n") == std::string::npos) return std::nullopt;
    seen = received;
    return test::Reply{http_answer(200, "ok")};
  });
  const auto loop = test::make_loop();
  ProbeRequest request = named_request(server);
  request.method = "OPTIONS";
  CHECK(ask(*loop, request).body == "ok");
  CHECK(seen.starts_with("OPTIONS /healthz HTTP/1.1\r\n"));
  CHECK(seen.find("Host: shop.example:") != std::string::npos);
  CHECK(seen.find("User-Agent: gameday/") != std::string::npos);
}

TEST_CASE("HEAD expects no body, and the handle behind it serves a GET again") {
  const TestServer server(answer_http({"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"}));
  const TestServer full(answer_http({http_answer(200, "again")}));
  const auto loop = test::make_loop();
  ProbeRequest request = named_request(server);
  request.method = "HEAD";
  const HttpAnswer answer = ask(*loop, request);
  CHECK(answer.error.empty());
  CHECK(answer.body.empty());
  CHECK(ask(*loop, named_request(full)).body == "again");
}

TEST_CASE("the wanted header is found whatever its letters, without the blanks around it") {
  const TestServer server(answer_http(
      {http_answer(200, "", "X-Region-Extra: no\r\nx-region: \t region-b \r\nX-Regio: no\r\n")}));
  const auto loop = test::make_loop();
  ProbeRequest request = named_request(server);
  CHECK(ask(*loop, request).header.empty());
  request.want_header = "X-Region";
  CHECK(ask(*loop, request).header == "region-b");
}

TEST_CASE("a body above the cap is an error") {
  const TestServer just(answer_http({http_answer(200, std::string(k_http_body_cap, 'x'))}));
  const TestServer over(answer_http({http_answer(200, std::string(k_http_body_cap + 1, 'x'))}));
  const auto loop = test::make_loop();
  CHECK(ask(*loop, named_request(just)).body.size() == k_http_body_cap);
  CHECK(ask(*loop, named_request(over)).error == "the answer is too long");
}

TEST_CASE("an answer that breaks off, and one that is none, are errors") {
  const auto loop = test::make_loop();
  const TestServer half(answer_http(
      {"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", {}, test::Reply::Then::close}));
  CHECK_FALSE(ask(*loop, named_request(half)).error.empty());
  const TestServer reset(answer_http({"", {}, test::Reply::Then::reset}));
  CHECK_FALSE(ask(*loop, named_request(reset)).error.empty());
  const TestServer other(answer_http({"SSH-2.0-nothing\r\n\r\n", {}, test::Reply::Then::close}));
  CHECK_FALSE(ask(*loop, named_request(other)).error.empty());
}
