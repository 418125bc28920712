// SPDX-License-Identifier: Apache-2.0
#include "world/quote_posix.hpp"

#include <doctest/doctest.h>

#include <random>

#include "tests/world/support/scratch.hpp"
#include "tests/world/support/unquote_posix.hpp"
#include "world/process.hpp"

using namespace gameday;

namespace {

using Words = std::vector<std::string>;

/// Words of all bytes but NUL, of which those that mean something to a shell are frequent.
Words random_words(std::mt19937& random) {
  constexpr std::string_view k_special = "'\"\\$`!*?[]{}()<>|&;#~= \t\n\r%-";
  const auto below = [&](std::size_t limit) { return random() % limit; };
  Words words(1 + below(6));
  for (std::string& word : words) {
    const std::size_t length = below(12);
    for (std::size_t i = 0; i < length; ++i) {
      word +=
          below(3) == 0 ? static_cast<char>(1 + below(255)) : k_special[below(k_special.size())];
    }
  }
  return words;
}

/// What a shell makes of the line, by a script of its own: the words, each with a NUL behind it.
std::string read_by_shell(const std::string& shell, const std::string& line) {
  const Scratch scratch;
  const std::string script = scratch.write("script", "printf '%s\\0' " + line + "\n");
  const auto ran = run_process({shell, script}, "", std::chrono::seconds{5});
  REQUIRE(ran);
  CHECK(ran->err == "");
  return ran->out;
}

std::string with_nuls(const Words& words) {
  std::string all;
  for (const std::string& word : words) all += word + '\0';
  return all;
}

}  // namespace

TEST_CASE("a word is in single quotes, and a single quote leaves them for a moment") {
  CHECK(quote_posix("plain") == "'plain'");
  CHECK(quote_posix("") == "''");
  CHECK(quote_posix("it's") == R"('it'\''s')");
  CHECK(quote_posix("$(reboot)\n") == "'$(reboot)\n'");
  CHECK(quote_posix(Words{"a", "", "b c"}).value() == "'a' '' 'b c'");
}

TEST_CASE("what no argv can hold is refused") {
  for (const Words& words : {Words{}, Words{"a", std::string{"b\0c", 3}}}) {
    const auto line = quote_posix(words);
    REQUIRE_FALSE(line);
    CHECK(line.error().kind == ErrorKind::bad_input);
  }
}

TEST_CASE("what is quoted reads back as the same words") {
  std::mt19937 random{7};
  for (int round = 0; round < 20'000; ++round) {
    const Words words = random_words(random);
    const auto line = quote_posix(words);
    REQUIRE(line);
    CHECK(unquote_posix(*line) == words);
  }
}

TEST_CASE("a shell reads the same words, byte for byte") {
  std::mt19937 random{11};
  for (const std::string shell : {"dash", "/usr/bin/bash"}) {
    Words words{"-n", "--", "$HOME", "`id`", "!!", "a\nb", "\\", "'", "\xff\xfe"};
    for (int round = 0; round < 40; ++round) {
      CHECK(read_by_shell(shell, quote_posix(words).value()) == with_nuls(words));
      words.clear();
      for (int i = 0; i < 30; ++i) {
        const Words more = random_words(random);
        words.insert(words.end(), more.begin(), more.end());
      }
    }
  }
}
