// SPDX-License-Identifier: Apache-2.0
#include "base/change.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/fakes/sample_actions.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

Outcome printed(std::string out) { return {true, 0, std::move(out), "", {}}; }

Outcome refused(std::string err) { return {false, 1, "", std::move(err), {}}; }

Verify table_verify() {
  Verify verify;
  verify.in_force = {0, {"table inet ours"}, {}, {}};
  verify.gone = {1, {"No such file"}, {}, {}};
  return verify;
}

Result<Json> capture(std::vector<std::string> fields, const std::string& output) {
  Change change;
  change.id = "step.x";
  change.capture = Action{{"balancer"}, 5000ms, Exec{}};
  change.capture_fields = std::move(fields);
  return capture_value(change, printed(output));
}

}  // namespace

TEST_CASE("a match wants all that it names") {
  const Match match{0, {"drop", "ours"}, {"accept"}, {}};
  CHECK(matches(match, printed("ours: drop")));
  CHECK(!matches(match, printed("drop")));
  CHECK(!matches(match, printed("ours: drop accept")));
  CHECK(!matches(match, Outcome{true, 3, "ours: drop", "", {}}));
  CHECK(matches({{}, {"a", "b"}, {}, {}}, Outcome{true, 0, "a", "b", {}}));
  CHECK(!matches({{}, {}, {"b"}, {}}, Outcome{true, 0, "a", "b", {}}));
  CHECK(matches({}, refused("whatever")));
}

TEST_CASE("a match looks at the first cell of the first row") {
  const Match match{{}, {}, {}, "t"};
  CHECK(matches(match, Outcome{true, 0, "", "", {{"t", "f"}, {"f"}}}));
  CHECK(!matches(match, Outcome{true, 0, "", "", {{"f"}, {"t"}}}));
  CHECK(!matches(match, Outcome{true, 0, "", "", {{std::nullopt}}}));
  CHECK(!matches(match, Outcome{true, 0, "", "", {{}}}));
  CHECK(!matches(match, printed("t")));
}

TEST_CASE("a piece that is not known yet matches nothing") {
  CHECK(!matches({{}, {Captured{"/x"}}, {}, {}}, printed("/x")));
  CHECK(!matches({{}, {Expiry{1s}}, {}, {}}, printed("")));
}

TEST_CASE("a look is read as in force, gone, foreign or unclear") {
  const Verify verify = table_verify();
  CHECK(read_seen(verify, printed("table inet ours {}")) == Seen::in_force);
  CHECK(read_seen(verify, refused("No such file or directory")) == Seen::gone);
  CHECK(read_seen(verify, printed("table inet theirs {}")) == Seen::foreign);
}

TEST_CASE("a look that could not be had is never read as gone") {
  const Verify verify = table_verify();
  CHECK(read_seen(verify, refused("Operation not permitted")) == Seen::unclear);
  for (const ErrorKind kind : {ErrorKind::failed, ErrorKind::timeout, ErrorKind::absent}) {
    CHECK(read_seen(verify, fail(kind, "look", "router", "no")) == Seen::unclear);
  }
}

TEST_CASE("what fits both is taken to be in force") {
  Verify verify;
  CHECK(read_seen(verify, printed("x")) == Seen::in_force);
}

TEST_CASE("a capture finds the word behind a prefix") {
  const auto value = capture({"addr=address:", "state=state "},
                             "\nname: x\naddress:  10.0.0.1 up\n"
                             "address: other\nstate down");
  REQUIRE(value);
  CHECK(value->dump() == R"({"addr":"10.0.0.1","state":"down"})");
}

TEST_CASE("a capture finds a column of the last line that says something") {
  const auto value = capture({"third@3", "first@1"}, "# head\na b c d\ne  f\tg h\n\n  \n");
  REQUIRE(value);
  CHECK(value->dump() == R"({"third":"g","first":"e"})");
}

TEST_CASE("a prefix may hold the other marks") {
  const auto value = capture({"x=a=b@"}, "a=b@ c");
  REQUIRE(value);
  CHECK(value->dump() == R"({"x":"c"})");
}

TEST_CASE("a capture that misses a field is an error, whatever else was found") {
  for (const char* field : {"x=nowhere", "x@9", "x@0", "x@-1", "x@one", "x@", "x", "", "x=last"}) {
    CAPTURE(field);
    const auto value = capture({"ok=a ", field}, "a b\nlast");
    REQUIRE(!value);
    CHECK(value.error().kind == ErrorKind::failed);
    CHECK(value.error().where == "balancer");
  }
  CHECK(!capture({"x@1"}, ""));
}

TEST_CASE("a capture that went wrong captured nothing") {
  Change change;
  CHECK(!capture_value(change, refused("denied")));
  CHECK(capture_value(change, refused("denied")).error().why == "denied");
  CHECK(capture_value(change, printed("")) == Json::object());
}

TEST_CASE("a capture by SQL gives its rows") {
  Change change;
  change.capture = Action{{}, 5000ms, Sql{"orders", "db-a", "show x"}};
  const auto value = capture_value(change, Outcome{true, 0, "", "", {{"on", std::nullopt}}});
  REQUIRE(value);
  CHECK(value->dump() == R"({"rows":[["on",null]]})");
}

TEST_CASE("resolving a change fills in apply, verify and revert") {
  const Json captured{{"name", "n"},
                      {"old", "o"},
                      {"a", "a"},
                      {"addr", "10.0.0.1"},
                      {"rows", Json::array({Json::array({"r"})})}};
  const auto resolved = resolve(fakes::sample_change(), captured, WallTime{});
  REQUIRE(resolved);
  CHECK(resolved->verify.in_force.contains == std::vector<Arg>{"drop", "10.0.0.1"});
  CHECK(std::get<Exec>(resolved->apply.what).argv.at(2) == Arg{"n"});
  CHECK(std::get<Sql>(resolved->verify.look.what).params.at(1) == Arg{"r"});
  REQUIRE(resolved->revert);
  CHECK(std::get<FileWrite>(resolved->revert->what).content->at(1) == Arg{"a"});
  CHECK(resolved->capture == fakes::sample_change().capture);
}

TEST_CASE("a change that cannot be filled in is an error") {
  CHECK(!resolve(fakes::sample_change(), Json::object(), WallTime{}));
  Change only_match;
  only_match.apply.what = Exec{{"true"}, {}};
  only_match.verify.look = only_match.apply;
  only_match.verify.gone.contains = {Captured{"/x"}};
  CHECK(!resolve(only_match, Json::object(), WallTime{}));
}

TEST_CASE("states, fates and sights have names") {
  for (const char* name :
       {"planned", "intended", "applied", "verified", "reverting", "reverted", "stuck"}) {
    CAPTURE(name);
    const auto state = parse_change_state(name);
    REQUIRE(state);
    CHECK(to_string(*state) == name);
  }
  CHECK(!parse_change_state("lost"));
  CHECK(to_string(Fate::hold) == "hold");
  CHECK(to_string(Fate::revert) == "revert");
  CHECK(to_string(Seen::in_force) == "in_force");
  CHECK(to_string(Seen::gone) == "gone");
  CHECK(to_string(Seen::foreign) == "foreign");
  CHECK(to_string(Seen::unclear) == "unclear");
}
