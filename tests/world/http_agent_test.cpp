// SPDX-License-Identifier: Apache-2.0
#include "world/http_agent.hpp"

#include <doctest/doctest.h>

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("a request survives the way to the agent") {
  const HttpRequest request{"PUT", "http://x/y", {{"A", "1"}, {"B", ""}}, "body \"quoted\"\n"};
  const auto asked = read_request(write_request(request, 1500ms));
  REQUIRE(asked);
  CHECK(asked->deadline == 1500ms);
  CHECK(asked->request.method == "PUT");
  CHECK(asked->request.url == "http://x/y");
  CHECK(asked->request.headers == request.headers);
  CHECK(asked->request.body == request.body);
}

TEST_CASE("an answer survives the way back") {
  const auto answer = read_http_answer(write_answer({true, 201, "{\"a\":1}", "", {}}));
  REQUIRE(answer);
  CHECK(answer->ok);
  CHECK(answer->status == 201);
  CHECK(answer->out == "{\"a\":1}");
  CHECK_FALSE(read_http_answer(write_answer({false, 404, "", "", {}}))->ok);
}

TEST_CASE("what is no request or no answer is refused") {
  for (const char* text :
       {"", "[]", "{}", "{\"method\":1}", "nonsense",
        R"({"method":"GET","url":"x","body":"","headers":[["a"]],"deadline_ms":5})",
        R"({"method":"GET","url":"x","body":"","headers":[],"deadline_ms":0})"}) {
    CHECK_FALSE(read_request(text));
    CHECK_FALSE(read_http_answer(text));
  }
}
