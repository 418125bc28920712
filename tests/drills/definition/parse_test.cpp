// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "drills/definition/document.hpp"

using namespace gameday;

namespace {

Diagnostic problem_of(std::string text) {
  ParsedToml document = parse_document({.path = "x.toml", .text = std::move(text)});
  REQUIRE_FALSE(document.ok);
  return document.problem;
}

}  // namespace

TEST_CASE("every type is read with its place, in code points") {
  const ParsedToml document =
      parse_document({.path = "x.toml",
                      .text = "a = \"ü\"\nb = -7 # c\nü2 = 1\n[t]\nc = 1.5\nd = false\n"
                              "e = 07:32:00\nf = 1979-05-27T07:32:00Z\ng = 'l'\n"});
  REQUIRE_MESSAGE(!document.ok, "a bare key with an umlaut is no TOML 1.0");
  const ParsedToml good =
      parse_document({.path = "x.toml",
                      .text = "a = \"ü\"\nb = -7 # c\n\"ü\" = 1\n[t]\nc = 1.5\nd = false\n"
                              "e = 07:32:00\nf = 1979-05-27T07:32:00Z\ng = 'l'\n"});
  REQUIRE(good.ok);
  const TomlNode& root = good.root;
  CHECK(root.find("a")->value.text == "ü");
  CHECK(root.find("a")->value.place.length == 3);
  CHECK(root.find("b")->value.integer == -7);
  CHECK(root.find("b")->value.number == -7.0);
  CHECK(root.find("ü")->place.length == 3);
  const TomlNode& table = root.find("t")->value;
  CHECK(table.find("c")->value.number == 1.5);
  CHECK_FALSE(table.find("d")->value.boolean);
  CHECK(table.find("e")->value.text == "07:32:00");
  CHECK(table.find("f")->value.type == TomlNode::Type::date);
  CHECK(table.find("g")->value.text == "l");
}

TEST_CASE("members keep the order of the file") {
  const ParsedToml document = parse_document({.path = "", .text = "z = 1\nm = 2\n[b]\n[a]\n"});
  REQUIRE(document.ok);
  std::string order;
  for (const TomlMember& member : document.root.members) order += member.key;
  CHECK(order == "zmba");
}

TEST_CASE("a syntax error has a place, and a bare duration a hint") {
  const Diagnostic bare = problem_of("a = 1\nevery = 20ms\n");
  CHECK(bare.line == 2);
  CHECK(bare.column == 11);
  CHECK(bare.message.starts_with("not valid TOML: "));
  CHECK(bare.hint == "a duration is a text: \"20ms\"");
  CHECK(problem_of("a = 1m30s # x\n").hint == "a duration is a text: \"1m30s\"");
  CHECK(problem_of("a = [1,\n").hint.empty());
  CHECK(problem_of("a = 1\na = 2\n").line == 2);
  CHECK(problem_of("a = \"x\nb = 1\n").message.find('\n') == std::string::npos);
}

TEST_CASE("an empty file is a table without members") {
  const ParsedToml document = parse_document({.path = "", .text = ""});
  CHECK(document.ok);
  CHECK(document.root.members.empty());
}
