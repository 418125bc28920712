// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/tools/scene.hpp"

using namespace gameday;
using namespace gameday::tests;

namespace {

constexpr const char* k_policy = "usr/sbin/policy-rc.d";
constexpr const char* k_cluster = "etc/postgresql-common/createcluster.d/gameday.conf";

/// A Debian on which everything of tools/packages.txt is installed but what `lacks` names, and
/// which is used by a user with that id.
void make_debian(const Scene& scene, const std::string& lacks, const std::string& user) {
  scene.write("lacks", lacks);
  scene.stand_in("id", "echo " + user);
  scene.stand_in("dpkg-query", R"(for name; do
  case $name in -*) continue ;; libboost1.74-dev) [ -e "$SCENE/old-boost" ] || continue ;; esac
  grep -qxF "$name" "$SCENE/lacks" || echo "installed $name"
done)");
  scene.stand_in("apt-get", R"(echo "$*" >>"$SCENE/apt"
[ "$1" = install ] || exit 0
[ -x "$SCENE/usr/sbin/policy-rc.d" ] && cat "$SCENE/usr/sbin/policy-rc.d" >"$SCENE/policy-then"
cat "$SCENE/etc/postgresql-common/createcluster.d/gameday.conf" >"$SCENE/cluster-then" 2>/dev/null
[ ! -e "$SCENE/broken" ] || exit 100)");
}

bool says(const std::string& text, std::string_view piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("where nothing is missing set-up is silent and needs no root") {
  const Scene scene;
  make_debian(scene, "", "1000");
  const auto outcome = scene.run("setup");
  CHECK(outcome.status == 0);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.empty());
  CHECK(scene.read("apt").empty());
}

TEST_CASE("a package that stands in for a command is not wanted where that is there") {
  const Scene scene;
  make_debian(scene, "golang-go\n", "1000");
  CHECK(scene.run("setup").out.ends_with(" golang-go\n"));
  scene.stand_in("go", "exit 1");
  const auto outcome = scene.run("setup");
  CHECK(outcome.status == 0);
  CHECK(outcome.out.empty());
}

TEST_CASE("without root it says what root should run, and changes nothing") {
  const Scene scene;
  make_debian(scene, "haproxy\nclang-19\n", "1000");
  const auto outcome = scene.run("setup");
  CHECK(outcome.status == 5);
  CHECK(outcome.out ==
        "apt-get update && apt-get install -y --no-install-recommends clang-19 haproxy\n");
  CHECK(scene.read("apt").empty());
  CHECK(!std::filesystem::exists(scene.path(k_policy)));
}

TEST_CASE("root installs what is missing, and that alone") {
  const Scene scene;
  make_debian(scene, "haproxy\n", "0");
  CHECK(scene.run("setup").status == 0);
  const std::string calls = scene.read("apt");
  CHECK(calls.starts_with("update "));
  CHECK(says(calls, "install -y -q --no-install-recommends --no-remove"));
  CHECK(calls.ends_with(" haproxy\n"));
  CHECK(!says(calls, "cmake"));
}

TEST_CASE("no daemon starts during the install, and the rule is gone behind it") {
  const Scene scene;
  make_debian(scene, "haproxy\n", "0");
  SUBCASE("when it works") { CHECK(scene.run("setup").status == 0); }
  SUBCASE("when it fails") {
    scene.write("broken", "");
    CHECK(scene.run("setup").status == 100);
  }
  CHECK(says(scene.read("policy-then"), "exit 101"));
  CHECK(!std::filesystem::exists(scene.path(k_policy)));
}

TEST_CASE("a rule for daemons that is there already stays as it is") {
  const Scene scene;
  make_debian(scene, "haproxy\n", "0");
  scene.write(k_policy, "theirs");
  CHECK(scene.run("setup").status == 0);
  CHECK(scene.read(k_policy) == "theirs");
}

TEST_CASE("a new PostgreSQL makes no cluster of its own") {
  const Scene scene;
  make_debian(scene, "postgresql-15\n", "0");
  CHECK(scene.run("setup").status == 0);
  CHECK(scene.read("cluster-then") == "create_main_cluster = false\n");
  CHECK(!std::filesystem::exists(scene.path(k_cluster)));
}

TEST_CASE("what somebody decided about clusters stands") {
  const Scene scene;
  make_debian(scene, "postgresql-15\n", "0");
  scene.write("etc/postgresql-common/createcluster.d/theirs.conf", "create_main_cluster = true\n");
  CHECK(scene.run("setup").status == 0);
  CHECK(scene.read("cluster-then").empty());
}

TEST_CASE("an older Boost in the way is named, and nothing is removed") {
  const Scene scene;
  make_debian(scene, "libboost1.81-dev\n", "0");
  scene.write("old-boost", "");
  const auto outcome = scene.run("setup");
  CHECK(outcome.status == 5);
  CHECK(says(outcome.err, "libboost1.74-dev"));
  CHECK(scene.read("apt").empty());
}

TEST_CASE("an older Boost beside the right one would be no matter") {
  const Scene scene;
  make_debian(scene, "", "0");
  scene.write("old-boost", "");
  CHECK(scene.run("setup").status == 0);
}
