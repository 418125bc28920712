// SPDX-License-Identifier: Apache-2.0
#include "drills/report/text_table.hpp"

#include <doctest/doctest.h>

#include <sstream>

namespace gameday {
namespace {

TEST_CASE("columns are as wide as they must be, in characters and not in bytes") {
  TextTable table{{"a", "b", "c"}};
  table.row({"éé", "1", "x"});
  table.row({"z", "22", ""});
  CHECK(table.text() ==
        "  a   b   c\n"
        "  éé  1   x\n"
        "  z   22\n");
}

TEST_CASE("a note stands under its row, under the second column") {
  TextTable table{{"met", "b"}};
  CHECK(table.empty());
  table.row({"x", "y"});
  table.note("because of this");
  CHECK_FALSE(table.empty());
  CHECK(table.text() == "  met  b\n  x    y\n       because of this\n");
}

TEST_CASE("long text is broken at spaces and never wider than the report") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "word ";
  std::istringstream lines{wrapped(text, 4)};
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    CHECK(line.size() <= k_text_columns);
    CHECK(line.starts_with("    word"));
  }
  CHECK(count > 4);
  CHECK(wrapped("", 2).empty());
}

TEST_CASE("nothing that upsets a terminal gets through") {
  CHECK(plain("a\x1b[31mb\nc\x7f") == "a [31mb c ");
  TextTable table{{"a", "b"}};
  table.row({"x\ny", "\x07"});
  CHECK(table.text() == "  a    b\n  x y\n");
}

}  // namespace
}  // namespace gameday
