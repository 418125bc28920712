// SPDX-License-Identifier: Apache-2.0
#include "world/answers.hpp"

#include <doctest/doctest.h>

#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("yes and no, with or without a note") {
  CHECK(parse_answer("yes")->yes);
  CHECK(parse_answer("  Y \r")->yes);
  CHECK(!parse_answer("NO")->yes);
  CHECK(!parse_answer("n")->yes);
  CHECK(parse_answer("yes  the page is up ")->note == "the page is up");
  CHECK(parse_answer("yes")->note == "");
  for (const std::string text : {"", "  ", "yesterday", "maybe", "true", "1"}) {
    CAPTURE(text);
    CHECK(!parse_answer(text));
  }
}

TEST_CASE("a step is skipped with a reason, and only with one") {
  const auto skipped = parse_answer("Skip  the page is down ");
  REQUIRE(skipped);
  CHECK_FALSE(skipped->yes);
  CHECK(skipped->note == "skipped: the page is down");
  CHECK_FALSE(parse_answer("skip"));
  CHECK_FALSE(parse_answer("skip  "));
}

TEST_CASE("an answers file answers by step, in its own name") {
  const Scratch scratch;
  const auto file = scratch.write("answers",
                                  "# who: ann\n"
                                  "\n"
                                  "tell-customers = yes status = red\n"
                                  "  call the DBA=no\r\n");
  AnswersPrompt prompt{read_answers(file)};
  const auto told = prompt.ask("tell-customers", "Told?", 1s);
  REQUIRE(told);
  CHECK(told->yes);
  CHECK(told->by == "answers file");
  CHECK(told->note == "status = red");
  CHECK(!prompt.ask("call the DBA", "Called?", 1s)->yes);

  const auto other = prompt.ask("other", "Other?", 1s);
  REQUIRE(!other);
  CHECK(other.error().kind == ErrorKind::failed);
  CHECK(other.error().text().find("other = yes") != std::string::npos);
}

TEST_CASE("all problems are told at once, with their lines") {
  const Scratch scratch;
  const auto answers =
      read_answers(scratch.write("answers", "a = yes\nb\n = yes\nc = maybe\na = no\n"));
  REQUIRE(!answers);
  CHECK(answers.error().kind == ErrorKind::bad_input);
  for (const std::string part : {"line 2", "line 3", "line 4", "line 5", "answered twice"}) {
    CAPTURE(part);
    CHECK(answers.error().why.find(part) != std::string::npos);
  }
  CHECK(answers.error().why.find("line 1") == std::string::npos);
}

TEST_CASE("a file that is not there, or endless, fails every question") {
  CHECK(!read_answers("/dev/zero"));
  AnswersPrompt prompt{read_answers("/nowhere/answers")};
  const auto answer = prompt.ask("a", "A?", 1s);
  REQUIRE(!answer);
  CHECK(answer.error().kind == ErrorKind::bad_input);
  CHECK(answer.error().text().find("/nowhere/answers") != std::string::npos);
}

TEST_CASE("an empty file has no answers") {
  const Scratch scratch;
  CHECK(read_answers(scratch.write("answers", "")).value().empty());
}
