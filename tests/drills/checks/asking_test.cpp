// SPDX-License-Identifier: Apache-2.0
#include "drills/checks/asking.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "drills/checks/alert_kinds.hpp"

using namespace gameday;

namespace {

Outcome answer(std::string body, int status = 200) {
  return {.ok = status / 100 == 2, .status = status, .out = std::move(body), .err = {}};
}

}  // namespace

TEST_CASE("a question goes below the monitor's url, with its secret by reference") {
  Contact monitor{"m", "alertmanager", {}};
  monitor.params.set("url", std::string{"http://alerts.example/sub/"});
  CHECK(std::get<Http>(asking::get(monitor, "/api/x").what).url ==
        "http://alerts.example/sub/api/x");
  CHECK(std::get<Http>(asking::get(monitor, "/").what).headers.empty());
  monitor.params.set("authorization", SecretRef{SecretRef::From::environment, "TOKEN"});
  const Http http = std::get<Http>(asking::get(monitor, "/api").what);
  REQUIRE(http.headers.size() == 1);
  CHECK(http.headers[0].first == "Authorization");
  CHECK(std::get<SecretRef>(http.headers[0].second).name == "TOKEN");
}

TEST_CASE("what is no letter, digit or harmless mark is escaped") {
  CHECK(asking::escaped("a-B_9.~") == "a-B_9.~");
  CHECK(asking::escaped("a=\"b c\"&") == "a%3D%22b%20c%22%26");
  CHECK(asking::escaped("\xc3\xa9") == "%C3%A9");
}

TEST_CASE("only a 2xx with JSON is an answer") {
  CHECK(asking::document("it", answer("[]"))->is_array());
  CHECK_FALSE(asking::document("it", answer("[]", 503)));
  CHECK_FALSE(asking::document("it", answer("<html>")));
  CHECK_FALSE(asking::document("it", answer("")));
}

TEST_CASE("members that are not what they must be are read as nothing") {
  const Json object{{"a", 1}, {"b", "x"}, {"c", {1, "y", {{"name", "z"}}}}};
  CHECK(asking::text_of(object, "a").empty());
  CHECK(asking::text_of(object, "b") == "x");
  CHECK(asking::text_of(Json::array(), "b").empty());
  CHECK(asking::texts_of(object, "c") == std::vector<std::string>{"y"});
  CHECK(asking::texts_of(object, "c", "name") == std::vector<std::string>{"z"});
  CHECK(asking::texts_of(object, "b", "name").empty());
  CHECK_FALSE(asking::time_of(object, "b"));
}

TEST_CASE("an alert has its name and all of its labels, whatever else it has") {
  AlertSpec alert;
  alert.name = "Down";
  alert.labels = {{"region", "a"}};
  CHECK(asking::has_labels(alert, {{"alertname", "Down"}, {"region", "a"}, {"more", "x"}}));
  CHECK_FALSE(asking::has_labels(alert, {{"alertname", "Down"}, {"region", "b"}}));
  CHECK_FALSE(asking::has_labels(alert, {{"alertname", "Down"}}));
  CHECK_FALSE(asking::has_labels(alert, {{"alertname", "Up"}, {"region", "a"}}));
  CHECK_FALSE(asking::has_labels(alert, "Down"));
}

TEST_CASE("every kind says in words what it is, and reads no nonsense as silence") {
  AlertSpec alert;
  alert.name = "Down";
  for (const AlertKind* kind : alert_kinds()) {
    CAPTURE(kind->name);
    CHECK_FALSE(kind->summary.empty());
    for (const std::string nonsense : {"", "x", "3", "null", "\"a\"", "{}", "[[]", "{\"alerts\":3}",
                                       "{\"status\":\"error\"}", "{\"incidents\":{}}"}) {
      CAPTURE(nonsense);
      Outcome outcome = answer(nonsense);
      if (kind->name == "command") outcome.status = 2;
      const auto read = kind->read(alert, outcome);
      CHECK_FALSE(read.has_value());
    }
  }
}
