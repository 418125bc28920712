// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/diagnostic.hpp"

#include <doctest/doctest.h>

using namespace gameday;

namespace {

constexpr std::string_view k_text = "drill = \"x\"\n\ttïtel = \"ü\"\nevery = 20\n";

Diagnostic at(int line, int column, int length, std::string hint = {}) {
  return {.file = "a.toml",
          .line = line,
          .column = column,
          .length = length,
          .message = "no such key",
          .hint = std::move(hint)};
}

}  // namespace

TEST_CASE("a problem is shown with its line and a caret under the right letters") {
  CHECK(render(at(2, 2, 5, "did you mean `title`?"), k_text, false) ==
        "a.toml:2:2: error: no such key\n"
        "    2 |  tïtel = \"ü\"\n"
        "      |  ^^^^^ did you mean `title`?\n");
}

TEST_CASE("a caret never leaves its line") {
  CHECK(render(at(3, 9, 40), k_text, false) ==
        "a.toml:3:9: error: no such key\n    3 | every = 20\n      |         ^^\n");
  CHECK(render(at(3, 99, 4), k_text, false) ==
        "a.toml:3:99: error: no such key\n    3 | every = 20\n      |           ^\n");
  CHECK(render(at(44, 1, 1), k_text, false) ==
        "a.toml:44:1: error: no such key\n   44 | \n      | ^\n");
}

TEST_CASE("of a long line the part around the caret is shown") {
  const std::string text = std::string(500, 'a') + "HERE" + std::string(500, 'b');
  const std::string shown = render(at(1, 501, 4), text, false);
  CHECK(shown.find(std::string(60, 'a') + "HERE" + std::string(36, 'b') + "\n") !=
        std::string::npos);
  CHECK(shown.find("| " + std::string(60, ' ') + "^^^^\n") != std::string::npos);
}

TEST_CASE("a whole file, and a line that may hold a secret, are named without a line") {
  Diagnostic problem{.file = "a.toml", .message = "too large", .hint = "the right file?"};
  CHECK(render(problem, k_text, false) == "a.toml: error: too large\n  the right file?\n");
  problem = at(1, 9, 3);
  problem.hides_line = true;
  CHECK(render(problem, k_text, false) == "a.toml:1:9: error: no such key\n");
}

TEST_CASE("colours wrap the words and are closed again") {
  const std::string shown = render(at(3, 9, 2, "units"), k_text, true);
  CHECK(shown.find("\x1b[1;31m^^\x1b[0m") != std::string::npos);
  CHECK(shown.find("\x1b[36munits\x1b[0m") != std::string::npos);
}

TEST_CASE("escape sequences of a file do not reach the terminal") {
  const std::string shown = render(at(1, 1, 1), "\x1b]0;owned\x07 = 1", false);
  CHECK(shown.find('\x1b') == std::string::npos);
  CHECK(shown.find('\x07') == std::string::npos);
}

TEST_CASE("all problems are shown under their own files, and counted") {
  const std::vector<SourceFile> sources{{"a.toml", "one\n"}, {"b.toml", "two\n"}};
  std::vector<Diagnostic> problems{{.file = "b.toml", .line = 1, .column = 1, .message = "second"},
                                   {.file = "a.toml", .line = 1, .column = 2, .message = "first"},
                                   {.file = "a.toml", .line = 1, .column = 2, .message = "first"}};
  put_in_order(problems, sources);
  CHECK(render_all(problems, sources, false) ==
        "a.toml:1:2: error: first\n    1 | one\n      |  ^\n"
        "b.toml:1:1: error: second\n    1 | two\n      | ^\n"
        "2 problems\n");
  problems.pop_back();
  CHECK(render_all(problems, sources, false).ends_with("1 problem\n"));
  CHECK(render_all({}, sources, false).empty());
}
