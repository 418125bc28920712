// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/xml.hpp"

#include <doctest/doctest.h>

using namespace gameday;

TEST_CASE("elements are found by their way, prefixes and attributes do not matter") {
  const auto root = parse_xml(R"(<?xml version="1.0"?>
<r:Answer xmlns:r="http://example.com/"><set><item a="1"><id>x</id></item><item><id>y</id></item>
</set><empty/><text>a &amp; <![CDATA[<b>]]></text></r:Answer>)");
  REQUIRE(root);
  CHECK(root->name == "Answer");
  const auto items = root->all("set/item");
  REQUIRE(items.size() == 2);
  CHECK(items.at(1)->text_of("id") == "y");
  CHECK(root->text_of("set/item/id") == "x");
  CHECK(root->text_of("text") == "a & <b>");
  CHECK(root->text_of("set/nothing/id").empty());
  CHECK(root->find("nothing") == nullptr);
  CHECK(root->all("nothing/item").empty());
  CHECK(root->all("set").size() == 1);
}

TEST_CASE("what is no document is told") {
  for (const std::string text : {"", "plain", "<a>", "<a></b>", "<?xml version=\"1.0\"?>"}) {
    CAPTURE(text);
    const auto root = parse_xml(text);
    REQUIRE_FALSE(root);
    CHECK(root.error().kind == ErrorKind::bad_input);
  }
}

TEST_CASE("entities of a document's own stay what they are, and nothing is loaded") {
  const auto root = parse_xml(
      R"(<!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c SYSTEM "file:///etc/passwd">]><a>&b;&c;</a>)");
  REQUIRE(root);
  CHECK(root->text == "&b;&c;");
}

TEST_CASE("a document of great depth or length is refused") {
  std::string deep;
  for (int level = 0; level < 65; ++level) deep += "<a>";
  for (int level = 0; level < 65; ++level) deep += "</a>";
  CHECK_FALSE(parse_xml(deep));
  CHECK(parse_xml(deep.substr(3, deep.size() - 7)));
  std::string wide = "<a>";
  for (int count = 0; count < 200'000; ++count) wide += "<b/>";
  CHECK_FALSE(parse_xml(wide + "</a>"));
}
