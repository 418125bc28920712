// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "drills/definition/table_reader.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// Reads `key` of a text by `read`; gives the message and hint of the problem, or nothing.
template <class Read>
std::string told(std::string text, Read read) {
  const ParsedToml document = parse_document({.path = "", .text = std::move(text)});
  REQUIRE(document.ok);
  std::vector<Diagnostic> all;
  Problems problems{"x.toml", all};
  TableReader reader{document.root, "the table", problems};
  const bool was_read = read(reader);
  CHECK(was_read == all.empty());
  return all.empty() ? "" : all[0].message + "; " + all[0].hint;
}

std::string told_of_duration(const std::string& value) {
  Duration kept = 7s;
  const std::string text = told("key = " + value + "\n", [&](TableReader& reader) {
    return reader.duration("key", kept, Need::required, {1ms, 1h});
  });
  if (!text.empty()) CHECK(kept == 7s);
  return text;
}

}  // namespace

TEST_CASE("a duration has a unit and lies in its range") {
  CHECK(told_of_duration("\"1ms\"").empty());
  CHECK(told_of_duration("\"1h\"").empty());
  CHECK(told_of_duration("\"1m30.5s\"").empty());
  CHECK(told_of_duration("20") == "`key` has no unit; write \"20ms\" or \"20s\"");
  CHECK(told_of_duration("1.5") == "`key` has no unit; write \"1.5ms\" or \"1.5s\"");
  CHECK(told_of_duration("\"20\"").starts_with("`key` is no duration: `20`"));
  CHECK(told_of_duration("\"\"").starts_with("`key` is no duration"));
  CHECK(told_of_duration("\"999us\"").starts_with("`key` must lie between 1ms and 1h"));
  CHECK(told_of_duration("\"61m\"").starts_with("`key` must lie between"));
  CHECK(told_of_duration("\"99999999999999999999s\"").starts_with("`key` "));
  CHECK(told_of_duration("[\"1s\"]").starts_with("`key` must be a duration such as \"250ms\""));
}

TEST_CASE("numbers lie in their ranges") {
  const auto number = [](const std::string& value) {
    double kept = 0;
    return told("key = " + value + "\n",
                [&](TableReader& reader) { return reader.number("key", kept, {0.5, 1.0}); });
  };
  CHECK(number("0.5").empty());
  CHECK(number("1").empty());
  CHECK(number("1.01") == "`key` must lie between 0.5 and 1; ");
  CHECK(number("nan").starts_with("`key` must lie between"));
  CHECK(number("inf").starts_with("`key` must lie between"));
  std::int64_t kept = 0;
  CHECK(told("key = 65536\n", [&](TableReader& reader) {
          return reader.integer("key", kept, {1, 65535});
        }) == "`key` must lie between 1 and 65535; ");
}

TEST_CASE("a secret is one reference and nothing else") {
  const auto secret = [](const std::string& value) {
    std::optional<SecretRef> kept;
    return told("key = " + value + "\n",
                [&](TableReader& reader) { return reader.secret("key", kept); });
  };
  CHECK(secret("{ env = \"PGPASSWORD\" }").empty());
  CHECK(secret("{ file = \"/run/secret\" }").empty());
  for (const char* bad : {"\"plain\"", "{}", "{ env = 1 }", "{ env = \"\" }", "{ vault = \"x\" }",
                          "{ env = \"A\", file = \"b\" }"}) {
    CHECK(secret(bad).starts_with("`key` must refer to a secret, not hold one"));
  }
}
