// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/guard.hpp"

#include <doctest/doctest.h>

#include "drills/definition/document.hpp"

using namespace gameday;

namespace {

std::optional<Diagnostic> guard(std::string text) {
  return guard_text({.path = "x.toml", .text = std::move(text)});
}

std::string repeat(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

}  // namespace

TEST_CASE("a large file is refused as a whole") {
  CHECK_FALSE(guard(std::string(k_definition_cap, '\n')));
  const auto refused = guard(std::string(k_definition_cap + 1, '\n'));
  REQUIRE(refused);
  CHECK(refused->line == 0);
  CHECK(refused->message.find("1024 KiB") != std::string::npos);
}

TEST_CASE("what is no text is refused where it stops being one") {
  const auto zero = guard(std::string("a = 1\nb\0", 8));
  REQUIRE(zero);
  CHECK(zero->line == 2);
  CHECK(zero->column == 2);
  CHECK(zero->message.find("zero byte") != std::string::npos);
  const auto binary = guard("ü = \xFF\xFE");
  REQUIRE(binary);
  CHECK(binary->column == 5);
  CHECK(binary->message.find("UTF-8") != std::string::npos);
  CHECK(
      guard("\x7F"
            "ELF\x02\x01\x01" +
            std::string(9, '\0')));
}

TEST_CASE("deep nesting never reaches the parser") {
  CHECK_FALSE(guard("a = " + repeat("[", 32) + repeat("]", 32)));
  const auto brackets = guard("a = " + repeat("[", 10'000));
  REQUIRE(brackets);
  CHECK(brackets->line == 1);
  CHECK(brackets->column == 37);
  CHECK(guard("a = " + repeat("{a=", 33)));
  CHECK(guard("a = " + repeat("[{a=", 17)));
  CHECK(guard(repeat("a.", 200'000) + "b = 1"));
  CHECK(guard("[" + repeat("\"a\".", 33) + "b]"));
  CHECK_FALSE(guard(repeat("a.", 32) + "b = 1"));
}

TEST_CASE("brackets and dots in texts, comments and lists do not count") {
  const std::string many = repeat("[", 100);
  CHECK_FALSE(guard("a = \"" + many + "\"\n"));
  CHECK_FALSE(guard("a = '" + many + "'\n"));
  CHECK_FALSE(guard("a = \"\"\"\n" + many + "\n\"\"\"\n"));
  CHECK_FALSE(guard("a = '''" + many + "'''\n"));
  CHECK_FALSE(guard("# " + many + "\na = 1\n"));
  CHECK_FALSE(guard("a = \"\\\"" + many + "\"\n"));
  CHECK_FALSE(guard("a = [" + repeat("1.5, ", 100) + "]\n"));
  CHECK_FALSE(guard(repeat("[[a.b]]\nc.d = 1.5\n", 100)));
  CHECK(guard("a = \"x\nb = " + many));
  CHECK_FALSE(guard("a = \"x\\"));
}

TEST_CASE("what the guard lets pass, the parser survives") {
  const std::string deep = repeat("a.", 31) + "a";
  std::string text = deep + " = ";
  for (int i = 0; i < 31; ++i) text += "{" + deep + " = ";
  text += "1" + repeat("}", 31);
  const ParsedToml document = parse_document({.path = "", .text = text});
  CHECK(document.ok);
}

TEST_CASE("long tables and long lists of tables are refused, long lists of values are not") {
  const auto problem_of = [](std::string text) {
    const ParsedToml document = parse_document({.path = "x.toml", .text = std::move(text)});
    return document.ok ? "" : document.problem.message;
  };
  const auto keys = [](int count) {
    std::string text = "[a]\n";
    for (int i = 0; i < count; ++i) text += "k" + std::to_string(i) + " = 1\n";
    return text;
  };
  CHECK(problem_of(keys(1000)).empty());
  CHECK(problem_of(keys(1001)).starts_with("more than 1000 entries"));
  CHECK(problem_of(repeat("[[a]]\n", 1000)).empty());
  CHECK(problem_of(repeat("[[a]]\n", 1001)).starts_with("more than 1000 entries"));
  CHECK(problem_of("a = [" + repeat("\"10.0.0.0/8\", ", 20'000) + "]\n").empty());
}
