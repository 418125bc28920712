// SPDX-License-Identifier: Apache-2.0
#include "drills/run/alert_watch.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <condition_variable>

#include "tests/drills/measure/support/test_server.hpp"
#include "tests/fakes/scripted_performer.hpp"
#include "tests/world/support/scratch.hpp"
#include "world/clock.hpp"
#include "world/http.hpp"
#include "world/perform.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

/// What a watch tells, to be waited for.
class Told {
 public:
  void operator()(const EventBody& body) {
    const std::lock_guard lock(m_mutex);
    if (const auto* moved = std::get_if<events::AlertMoved>(&body)) m_moved.push_back(*moved);
    m_news.notify_all();
  }
  [[nodiscard]] events::AlertMoved next_as(AlertState state) {
    std::unique_lock lock(m_mutex);
    const auto find = [&] { return std::ranges::find(m_moved, state, &events::AlertMoved::state); };
    REQUIRE(m_news.wait_for(lock, 5s, [&] { return find() != m_moved.end(); }));
    return *find();
  }
  [[nodiscard]] std::size_t size() {
    const std::lock_guard lock(m_mutex);
    return m_moved.size();
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_news;
  std::vector<events::AlertMoved> m_moved;
};

struct Rig {
  RealClock clock;
  ScriptedPerformer performer;
  Told told;

  AlertWatchSetup setup(const std::string& kind) {
    AlertSpec alert;
    alert.name = "Down";
    AlertWatchSetup made{.monitor = {"m", kind, {}},
                         .alerts = {{2, alert}},
                         .performer = performer,
                         .clock = clock,
                         .enter = {},
                         .post = [this](const EventBody& body) { told(body); }};
    made.monitor.params.set("url", std::string{"http://a"});
    made.monitor.params.set("every", Duration{5ms});
    return made;
  }
};

std::string alert_text(const Json& silenced) {
  return Json::array({{{"labels", {{"alertname", "Down"}}},
                       {"receivers", {{{"name", "oncall"}}}},
                       {"status", {{"silencedBy", silenced}, {"state", "active"}}}}})
      .dump();
}

Outcome said(std::string body) { return {true, 200, std::move(body), "", {}}; }

Result<Outcome> post_page(int port, const std::string& path, const std::string& body) {
  return send_http(
      {.method = "POST", .url = "http://127.0.0.1:" + std::to_string(port) + path, .body = body},
      5s);
}

std::string page_text() {
  return Json{{"receiver", "oncall"},
              {"alerts", {{{"status", "firing"}, {"labels", {{"alertname", "Down"}}}}}}}
      .dump();
}

TEST_CASE("a monitor is asked again and again, and who silenced an alert is asked once") {
  Rig rig;
  rig.performer.on("/silence/", Json{{"createdBy", "jo"}, {"comment", "x"}}.dump());
  rig.performer.on("/alerts", {said("[]"), said(alert_text({"id"})), said(alert_text({"id"})),
                               said(alert_text(Json::array()))});
  auto watch = AlertWatch::start(rig.setup("alertmanager"));
  REQUIRE(watch);
  const auto kept = rig.told.next_as(AlertState::suppressed);
  CHECK(kept.why.front().starts_with("silenced by jo"));
  const auto received = rig.told.next_as(AlertState::received);
  CHECK(received.seen.low < received.seen.high);
  CHECK((*watch)->now().front().state == AlertState::received);
  const auto watched = (*watch)->stop();
  REQUIRE(watched.size() == 1);
  CHECK(watched[0].index == 2);
  CHECK(watched[0].looks >= 4);
  CHECK((*watch)->stop().empty());
  const auto texts = rig.performer.described();
  CHECK(std::ranges::count_if(texts, [](const std::string& text) {
          return text.find("/silence/") != std::string::npos;
        }) == 1);
}

TEST_CASE("a monitor that cannot be asked is unreachable, and says why") {
  Rig rig;
  rig.performer.on("/alerts",
                   {tl::unexpected(Error{ErrorKind::failed, "ask", "m", "refused", ""})});
  auto watch = AlertWatch::start(rig.setup("prometheus"));
  REQUIRE(watch);
  CHECK(rig.told.next_as(AlertState::unreachable).why.front().find("refused") != std::string::npos);
  CHECK((*watch)->stop().front().looks == 0);
}

TEST_CASE("a page with the token in its path is taken, and nothing else is") {
  const Scratch scratch;
  Rig rig;
  AlertWatchSetup setup = rig.setup("webhook");
  setup.monitor.params.set("listen", std::string{"127.0.0.1:0"});
  setup.monitor.params.set("token",
                           SecretRef{SecretRef::From::file, scratch.write("token", "s3cret\n")});
  auto watch = AlertWatch::start(std::move(setup));
  REQUIRE(watch);
  const int port = (*watch)->port();
  CHECK(post_page(port, "/s3cre", page_text())->status == 404);
  CHECK(post_page(port, "/", page_text())->status == 404);
  CHECK(post_page(port, "/s3cret2", page_text())->status == 404);
  CHECK(send_http({.url = "http://127.0.0.1:" + std::to_string(port) + "/s3cret"}, 5s)->status ==
        404);
  CHECK(post_page(port, "/s3cret", "{\"alerts\":")->status == 400);
  CHECK(rig.told.size() == 0);
  CHECK(post_page(port, "/s3cret", page_text())->status == 200);
  const auto page = rig.told.next_as(AlertState::received);
  CHECK(page.receivers == std::vector<std::string>{"oncall"});
  CHECK(page.seen.high - page.seen.low < 5s);
  const auto watched = (*watch)->stop();
  CHECK(watched.front().looks == 1);
  CHECK(watched.front().from < watched.front().until);
}

TEST_CASE("an incident of pagerduty is asked for over a real connection, with its secret") {
  const Scratch scratch;
  std::mutex mutex;
  std::string asked;
  const std::string body =
      Json{{"incidents", {{{"title", "Down"}, {"status", "acknowledged"}}}}}.dump();
  test::TestServer api{[&](int, std::string& received) -> std::optional<test::Reply> {
    if (received.find("\r\n\r\n") == std::string::npos) return std::nullopt;
    const std::lock_guard lock(mutex);
    asked = std::exchange(received, {});
    return test::Reply{test::http_answer(200, body)};
  }};
  Rig rig;
  RealPerformer performer{Inventory{}};
  AlertWatchSetup from = rig.setup("pagerduty");
  AlertWatchSetup setup{.monitor = from.monitor,
                        .alerts = from.alerts,
                        .performer = performer,
                        .clock = rig.clock,
                        .enter = {},
                        .post = from.post};
  setup.monitor.params.set("url", "http://" + api.endpoint());
  setup.monitor.params.set("authorization",
                           SecretRef{SecretRef::From::file, scratch.write("t", "Token token=abc")});
  auto watch = AlertWatch::start(std::move(setup));
  REQUIRE(watch);
  (void)rig.told.next_as(AlertState::acknowledged);
  CHECK((*watch)->stop().front().state == AlertState::acknowledged);
  const std::lock_guard lock(mutex);
  CHECK(asked.starts_with("GET /incidents?statuses%5B%5D=triggered"));
  CHECK(asked.find("Authorization: Token token=abc\r\n") != std::string::npos);
}

TEST_CASE("what cannot be begun is an error: no such kind, no token, no network") {
  Rig rig;
  CHECK_FALSE(AlertWatch::start(rig.setup("pigeon")));
  AlertWatchSetup no_token = rig.setup("webhook");
  no_token.monitor.params.set("listen", std::string{"127.0.0.1:0"});
  no_token.monitor.params.set("token", SecretRef{SecretRef::From::file, "/nowhere/token"});
  CHECK_FALSE(AlertWatch::start(std::move(no_token)));
  AlertWatchSetup no_network = rig.setup("prometheus");
  no_network.enter = [] {
    return Result<void>{fail(ErrorKind::failed, "enter", "world", "it is not there")};
  };
  CHECK_FALSE(AlertWatch::start(std::move(no_network)));
}

}  // namespace
}  // namespace gameday
