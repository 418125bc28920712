// SPDX-License-Identifier: Apache-2.0
#include "world/log.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>

#include <regex>
#include <thread>
#include <vector>

#include "tests/world/support/scratch.hpp"

using namespace gameday;

TEST_CASE("lines at or above the level are in the file at once") {
  const Scratch scratch;
  REQUIRE(open_log(scratch.file("gameday.log"), LogLevel::warning));
  log_line(LogLevel::info, "left out");
  log_line(LogLevel::warning, "two\nlines {} %v");
  log_line(LogLevel::error, "bad");
  const std::string log = scratch.read("gameday.log");
  close_log();
  const std::string time = R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z )";
  CHECK(std::regex_match(
      log, std::regex{time + R"(warning two\\nlines \{\} %v\n)" + time + R"(error bad\n)"}));
}

TEST_CASE("a log is added to, and silent once it is closed") {
  const Scratch scratch;
  scratch.write("gameday.log", "before\n");
  REQUIRE(open_log(scratch.file("gameday.log")));
  log_line(LogLevel::info, "during");
  close_log();
  log_line(LogLevel::error, "after");
  const std::string log = scratch.read("gameday.log");
  CHECK(log.starts_with("before\n"));
  CHECK(log.find("during") != std::string::npos);
  CHECK(log.find("after") == std::string::npos);
}

TEST_CASE("a log that cannot be opened is an error, and the open one stays") {
  const Scratch scratch;
  REQUIRE(open_log(scratch.file("gameday.log")));
  const auto opened = open_log("/proc/nowhere/gameday.log");
  REQUIRE(!opened);
  CHECK(opened.error().text().find("/proc/nowhere/gameday.log") != std::string::npos);
  log_line(LogLevel::info, "still here");
  close_log();
  CHECK(scratch.read("gameday.log").find("still here") != std::string::npos);
}

TEST_CASE("children do not inherit it") {
  const Scratch scratch;
  REQUIRE(open_log(scratch.file("gameday.log")));
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd"}) {
    std::error_code gone;
    if (std::filesystem::read_symlink(entry.path(), gone) != scratch.file("gameday.log")) continue;
    ++seen;
    CHECK((fcntl(std::stoi(entry.path().filename()), F_GETFD) & FD_CLOEXEC) != 0);
  }
  close_log();
  CHECK(seen == 1);
}

TEST_CASE("many threads write whole lines") {
  const Scratch scratch;
  REQUIRE(open_log(scratch.file("gameday.log")));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int line = 0; line < 100; ++line) log_line(LogLevel::info, std::string(200, 'x'));
    });
  }
  for (std::thread& thread : threads) thread.join();
  close_log();
  const std::string log = scratch.read("gameday.log");
  const std::regex whole{R"([^\n]*Z info x{200}\n)"};
  CHECK(std::distance(std::sregex_iterator{log.begin(), log.end(), whole}, {}) == 400);
}
