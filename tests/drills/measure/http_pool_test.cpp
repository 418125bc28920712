// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/http_pool.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <vector>

#include "tests/drills/measure/support/await.hpp"
#include "tests/drills/measure/support/test_server.hpp"

using namespace gameday;
using test::TestServer;

namespace {

HttpAnswer ask(SamplerLoop& loop, const TestServer& server, HttpLane& lane) {
  ProbeRequest request;
  request.url = "http://" + server.endpoint() + "/";
  request.at = {"127.0.0.1", server.port()};
  request.address = lane.address;
  request.on_kept = lane.kept;
  std::optional<HttpAnswer> answer;
  lane.client->start(request, [&](HttpAnswer got) { answer = std::move(got); });
  REQUIRE(test::await(loop, [&] { return answer.has_value(); }));
  return *answer;
}

}  // namespace

TEST_CASE("a lane given back is taken again, the one used last first, and only a few are kept") {
  const TestServer server(test::answer_http({test::http_answer(200, "fine")}));
  const auto loop = test::make_loop();
  HttpPool pool(*loop);
  CHECK(pool.take_idle() == nullptr);
  std::vector<HttpPool::Lane> lanes;
  std::vector<HttpAnswer> answers;
  for (int i = 0; i < 7; ++i) {
    lanes.push_back(pool.open("127.0.0.1").value());
    answers.push_back(ask(*loop, server, *lanes.back()));
    CHECK(answers.back().error == "");
    CHECK(answers.back().kept >= 0);
  }
  CHECK(server.open_connections() == 7);
  const HttpLane* const last = lanes.back().get();
  for (std::size_t i = 0; i < lanes.size(); ++i) pool.give_back(lanes[i], answers[i]);
  lanes.clear();
  CHECK(test::await(*loop, [&] { return server.open_connections() == 4; }));
  const auto taken = pool.take_idle();
  CHECK(taken.get() == last);
  CHECK(ask(*loop, server, *taken).body == "fine");
  CHECK(server.accepted() == 7);
}

TEST_CASE(
    "an idle connection that the server closes is gone from the pool; a closed one never "
    "enters it") {
  TestServer server(test::answer_http({test::http_answer(200, "fine")}));
  const auto loop = test::make_loop();
  HttpPool pool(*loop);
  auto lane = pool.open("127.0.0.1").value();
  const HttpAnswer answer = ask(*loop, server, *lane);
  pool.give_back(std::move(lane), answer);
  server.refuse();
  CHECK(test::await(*loop, [&] {
    auto kept = pool.take_idle();
    if (kept) pool.give_back(kept, answer);
    return kept == nullptr;
  }));
  auto refused = pool.open("127.0.0.1").value();
  const HttpAnswer none = ask(*loop, server, *refused);
  CHECK(none.kept == -1);
  pool.give_back(std::move(refused), none);
  CHECK(pool.take_idle() == nullptr);
}
