// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/table_reader.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace gameday;

namespace {

struct Reading {
  explicit Reading(std::string text)
      : document{parse_document({.path = "x.toml", .text = std::move(text)})},
        reader{document.root, "the table", problems} {
    REQUIRE(document.ok);
  }
  ParsedToml document;
  std::vector<Diagnostic> all;
  Problems problems{"x.toml", all};
  TableReader reader;
};

}  // namespace

TEST_CASE("names are fit for file names and identifiers") {
  CHECK(is_name("region-a.db_2"));
  CHECK(is_name(std::string(64, 'a')));
  CHECK_FALSE(is_name(std::string(65, 'a')));
  for (const char* bad : {"", ".", "..", "-rf", ".hidden", "a/b", "a b", "ü", "a\n", "a\"b"}) {
    CHECK_FALSE(is_name(bad));
  }
}

TEST_CASE("a target keeps its value where the key is missing or wrong") {
  Reading reading{"a = 1\n"};
  std::string text = "before";
  CHECK_FALSE(reading.reader.text("a", text));
  CHECK_FALSE(reading.reader.text("b", text));
  CHECK(text == "before");
  CHECK(reading.all.size() == 1);
  CHECK_FALSE(reading.reader.text("c", text, Need::required));
  CHECK(reading.all.back().message == "missing key `c` in the table");
}

TEST_CASE("whatever was not asked for is unknown") {
  Reading reading{"every = 1\nevrey = 2\nother = 3\n"};
  CHECK(reading.reader.value("every") != nullptr);
  reading.reader.finish();
  REQUIRE(reading.all.size() == 2);
  CHECK(reading.all[0].hint == "did you mean `every`?");
  CHECK(reading.all[1].hint == "known here: every");
}

TEST_CASE("lists of tables are walked in their order, with their index") {
  Reading reading{"[[p]]\nn = \"x\"\n[[p]]\nn = \"y\"\n"};
  std::string seen;
  reading.reader.tables("p", [&](const TomlNode& node, std::size_t index) {
    seen += std::to_string(index) + node.find("n")->value.text;
  });
  reading.reader.tables("q", [&](const TomlNode&, std::size_t) { seen += "never"; });
  CHECK(seen == "0x1y");
}

TEST_CASE("tables by name are walked, and what is none is told") {
  Reading reading{"h = { a = {}, b = 1, \"c c\" = {} }\n"};
  std::string seen;
  reading.reader.named_tables("h", [&](const std::string& name, const TomlNode&) { seen += name; });
  CHECK(seen == "a");
  REQUIRE(reading.all.size() == 2);
  CHECK(reading.all[0].message == "`b` must be a table, not an integer");
  CHECK(reading.all[1].message == "`c c` is no name for a h");
}

TEST_CASE("a word is one of those that are permitted") {
  constexpr std::array<std::string_view, 2> k_words{"app", "db"};
  Reading reading{"layer = \"dv\"\n"};
  std::string word = "app";
  CHECK_FALSE(reading.reader.word("layer", word, k_words));
  CHECK(word == "app");
  CHECK(reading.all[0].hint == "did you mean `db`?");
}
