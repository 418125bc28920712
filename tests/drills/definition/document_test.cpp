// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/document.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace gameday;

namespace {

TomlNode parsed(std::string text) {
  ParsedToml document = parse_document({.path = "x.toml", .text = std::move(text)});
  REQUIRE(document.ok);
  return document.root;
}

}  // namespace

TEST_CASE("places are found by their path, or as deep as it leads") {
  const TomlNode root = parsed("[a]\nb = 1\n[[c]]\nd = [1, 22]\n");
  CHECK(place_of(root, {"a", "b"}).column == 5);
  CHECK(place_of(root, {"c", std::size_t{0}, "d", std::size_t{1}}).column == 9);
  CHECK(place_of(root, {"c", std::size_t{0}, "d", std::size_t{1}}).length == 2);
  CHECK(place_of(root, {"c", std::size_t{0}, "missing", "more"}).line == 3);
  CHECK(place_of(root, {"c", std::size_t{7}}).line == 3);
  CHECK(place_of(root, {"missing"}).line == 1);
}

TEST_CASE("a copy keeps its places") {
  const TomlNode root = parsed("\n\nkey = \"v\"\n");
  const TomlNode copy = root.find("key")->value;
  CHECK(copy.place.line == 3);
}

TEST_CASE("a document becomes JSON, in the order of the file") {
  const TomlNode root =
      parsed("z = 1\na = [true, 1.5, \"t\"]\n[m]\nd = 2026-11-23\n[[l]]\nx = {}\n");
  CHECK(to_json(root).dump() ==
        R"({"z":1,"a":[true,1.5,"t"],"m":{"d":"2026-11-23"},"l":[{"x":{}}]})");
}

TEST_CASE("lists of tables are told from other lists") {
  const TomlNode root = parsed("a = [{}, {}]\nb = [1]\nc = [{}, 1]\nd = 1\n");
  CHECK(root.find("a")->value.is_table_list());
  CHECK_FALSE(root.find("b")->value.is_table_list());
  CHECK_FALSE(root.find("c")->value.is_table_list());
  CHECK_FALSE(root.find("d")->value.is_table_list());
  CHECK(root.find("e") == nullptr);
}
