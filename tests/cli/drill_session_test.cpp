// SPDX-License-Identifier: Apache-2.0
#include "cli/drill_session.hpp"

#include <doctest/doctest.h>

#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

TEST_CASE("of two exit statuses the worse counts: 3, 70, 6, 1, 2, 5, 4, 0") {
  const ExitStatus order[] = {ExitStatus::in_force,  ExitStatus::internal, ExitStatus::aborted,
                              ExitStatus::missed,    ExitStatus::unknown,  ExitStatus::refused,
                              ExitStatus::bad_input, ExitStatus::met};
  for (std::size_t a = 0; a < std::size(order); ++a) {
    for (std::size_t b = a; b < std::size(order); ++b) {
      CHECK(worse(order[a], order[b]) == order[a]);
      CHECK(worse(order[b], order[a]) == order[a]);
    }
  }
}

TEST_CASE("a drill that there is not is exit 4, a lab that is not up is exit 5") {
  const Scratch scratch;
  const Variable home("GAMEDAY_HOME", scratch.path.string());
  CHECK(run_session("no-such-drill", {}) == ExitStatus::bad_input);
  SessionOptions options;
  options.lab = "no-such-lab";
  options.yes = true;
  const std::string drill = GAMEDAY_SOURCE_DIR "/drills/catalog/canary.toml";
  CHECK(run_session(drill, options) == ExitStatus::refused);
}

TEST_CASE("a dry run touches nothing") {
  const Scratch scratch;
  const Variable home("GAMEDAY_HOME", scratch.path.string());
  SessionOptions options;
  options.dry_run = true;
  const std::string drill = GAMEDAY_SOURCE_DIR "/drills/catalog/canary.toml";
  CHECK(run_session(drill, options) == ExitStatus::met);
  CHECK(std::filesystem::is_empty(scratch.path));
}

}  // namespace
}  // namespace gameday
