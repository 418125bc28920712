// SPDX-License-Identifier: Apache-2.0
#include "base/json_reader.hpp"

#include <doctest/doctest.h>
#include <limits>
#include <nlohmann/json.hpp>

using namespace gameday;

namespace {

const Json k_document = Json::parse(R"({"name": "x", "count": 3, "big": 18446744073709551615,
  "share": 0.5, "on": true, "none": null, "words": ["a", "b"], "mixed": ["a", 1], "below": -1})");

/// What the reader says is wrong after `read`; empty = nothing.
template <class Read>
std::string wrong_after(Read read) {
  JsonReader reader{k_document, "a thing"};
  static_cast<void>(read(reader));
  const auto result = reader.finish(1);
  return result ? "" : result.error().why;
}

}  // namespace

TEST_CASE("members are read by name and type") {
  JsonReader reader{k_document, "a thing"};
  CHECK(reader.text("name") == "x");
  CHECK(reader.integer("count") == 3);
  CHECK(reader.natural("big") == std::numeric_limits<std::uint64_t>::max());
  CHECK(reader.number("share") == 0.5);
  CHECK(reader.number("count") == 3);
  CHECK(reader.boolean("on"));
  CHECK(reader.texts("words") == std::vector<std::string>{"a", "b"});
  CHECK(reader.list("mixed").size() == 2);
  CHECK(reader.member("none").is_null());
  CHECK(reader.finish(7) == 7);
}

TEST_CASE("a null or missing member is nothing where that is allowed") {
  JsonReader reader{k_document, "a thing"};
  CHECK(!reader.has("none"));
  CHECK(!reader.has("other"));
  CHECK(!reader.optional_text("none"));
  CHECK(!reader.optional_integer("other"));
  CHECK(reader.optional_text("name") == "x");
  CHECK(reader.optional_integer("count") == 3);
  CHECK(reader.finish(true));
}

TEST_CASE("what is wrong is told with the member's name") {
  CHECK(wrong_after([](JsonReader& r) { return r.text("other"); }) == "`other` is missing");
  CHECK(wrong_after([](JsonReader& r) { return r.text("count"); }) == "`count` is not a text");
  CHECK(wrong_after([](JsonReader& r) { return r.boolean("count"); }) ==
        "`count` is not true or false");
  CHECK(wrong_after([](JsonReader& r) { return r.number("name"); }) == "`name` is not a number");
  CHECK(wrong_after([](JsonReader& r) { return r.texts("mixed"); }) ==
        "`mixed` is not a list of texts");
  CHECK(wrong_after([](JsonReader& r) { return r.list("name"); }) == "`name` is not a list");
  CHECK(wrong_after([](JsonReader& r) { return r.optional_text("count"); }) ==
        "`count` is not a text");
}

TEST_CASE("numbers that do not fit are wrong, not wrapped around") {
  CHECK(wrong_after([](JsonReader& r) { return r.integer("big"); }) ==
        "`big` is not a whole number");
  CHECK(wrong_after([](JsonReader& r) { return r.integer("share"); }) ==
        "`share` is not a whole number");
  CHECK(wrong_after([](JsonReader& r) { return r.integer("count", 4, 9); }) ==
        "`count` is out of range");
  CHECK(wrong_after([](JsonReader& r) { return r.natural("below"); }) ==
        "`below` is not a whole number from 0");
}

TEST_CASE("the first thing that is wrong is the one that is told") {
  JsonReader reader{k_document, "a thing"};
  CHECK(reader.text("first").empty());
  CHECK(reader.integer("second") == 0);
  CHECK(reader.take(Result<int>{fail(ErrorKind::failed, "x", "", "third")}) == 0);
  const auto result = reader.finish(1);
  REQUIRE(!result);
  CHECK(result.error().kind == ErrorKind::bad_input);
  CHECK(result.error().text() == "could not read a thing: `first` is missing");
}

TEST_CASE("what is no object has no members") {
  const Json list = Json::array({1});
  JsonReader reader{list, "a thing"};
  CHECK(!reader.has("name"));
  const auto result = reader.finish(1);
  REQUIRE(!result);
  CHECK(result.error().why == "it is not an object");
}
