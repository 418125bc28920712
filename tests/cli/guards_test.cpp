// SPDX-License-Identifier: Apache-2.0
#include "cli/guards.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

struct Scene {
  Scratch scratch;
  ConfigFiles files{
      .chosen = {}, .machine = scratch.path / "machine.toml", .user = scratch.path / "user.toml"};

  void write(const std::filesystem::path& file, const std::string& text) const {
    std::ofstream(file) << text;
  }
  [[nodiscard]] LoadedGuards load() const { return load_operator_guards(files); }
};

TEST_CASE("without any file there are no guards") {
  const Scene scene;
  REQUIRE(scene.load().guards);
  CHECK(scene.load().guards->empty());
}

TEST_CASE("the machine's file may widen, the user's comes behind it") {
  const Scene scene;
  scene.write(scene.files.machine, "environments = [\"staging\"]");
  scene.write(scene.files.user, "approvals = 1");
  const auto guards = scene.load().guards;
  REQUIRE(guards);
  REQUIRE(guards->size() == 2);
  CHECK(guards->at(0).environments);
  CHECK(guards->at(1).approvals);
}

TEST_CASE("the user's alone cannot widen: what it narrows is that nothing is said") {
  const Scene scene;
  scene.write(scene.files.user, "environments = [\"prod\"]");
  const auto guards = scene.load().guards;
  REQUIRE(guards);
  REQUIRE(guards->size() == 2);
  CHECK_FALSE(guards->at(0).environments);
  CHECK(guards->at(1).environments);
}

TEST_CASE("the chosen file is the only one, and must be there") {
  Scene scene;
  scene.write(scene.files.machine, "approvals = 1");
  scene.files.chosen = scene.scratch.path / "chosen.toml";
  CHECK_FALSE(scene.load().guards);
  CHECK(scene.load().problems.size() == 1);
  scene.write(*scene.files.chosen, "largest_share = 0.5");
  const auto guards = scene.load().guards;
  REQUIRE(guards);
  REQUIRE(guards->size() == 1);
  CHECK(guards->front().largest_share);
}

TEST_CASE("what is wrong with a file is told with its line; one that cannot be read is a problem") {
  const Scene scene;
  scene.write(scene.files.machine, "\nlargest_shares = 1");
  const LoadedGuards loaded = scene.load();
  CHECK_FALSE(loaded.guards);
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].line == 2);
  std::filesystem::remove(scene.files.machine);
  std::filesystem::create_directory(scene.files.machine);
  CHECK_FALSE(scene.load().guards);
}

TEST_CASE("the environment says where the files lie") {
  const Variable chosen{"GAMEDAY_CONFIG", "/x/guards.toml"};
  const Variable config{"XDG_CONFIG_HOME", "/home/jo/config"};
  CHECK(config_files().chosen == "/x/guards.toml");
  CHECK(config_files().user == "/home/jo/config/gameday/config.toml");
  CHECK(config_files().machine == "/etc/gameday/config.toml");
}

}  // namespace
}  // namespace gameday
