// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/tools/scene.hpp"

using namespace gameday;
using namespace gameday::tests;

namespace {

/// A Go and a Python that make what they are asked for and write down what that was.
void make_clients(const Scene& scene) {
  scene.stand_in("go", R"(echo "go $*" >>"$SCENE/calls"
[ ! -e "$SCENE/no-go" ] || { echo "no such module" >&2; exit 1; }
while [ "$1" = build ] && [ $# -gt 1 ]; do
  if [ "$2" = -o ]; then echo server >"$3"; exit; fi
  set -- build "${@:3}"
done
echo server >"$GOBIN/server")");
  scene.stand_in("python3", R"(echo "python3 $*" >>"$SCENE/calls"
mkdir -p "$3/bin"
printf '#!/bin/sh\necho "pip $*" >>"$SCENE/calls"; [ ! -e "$SCENE/no-pip" ]\n' >"$3/bin/python"
chmod +x "$3/bin/python")");
}

bool has(const std::string& text, std::string_view piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("the servers are brought in the versions that are pinned, then it is silent") {
  const Scene scene;
  make_clients(scene);
  const auto first = scene.run("setup-tests");
  CHECK(first.status == 0);
  CHECK(first.out.empty());
  const std::string calls = scene.read("calls");
  CHECK(has(calls, "toxiproxy/v2/cmd/server@v"));
  CHECK(has(calls, "moto[server]=="));
  CHECK(has(calls, "k8s.io/kubernetes/cmd/kube-apiserver"));
  CHECK(scene.read("build-tools/toxiproxy-server") == "server\n");
  CHECK(scene.read("build-tools/kube-apiserver") == "server\n");
  const auto again = scene.run("setup-tests");
  CHECK(again.status == 0);
  CHECK(again.err.empty());
  CHECK(scene.read("calls") == calls);
}

TEST_CASE("what could not be brought is brought by the next run, and that alone") {
  const Scene scene;
  make_clients(scene);
  SUBCASE("the module") {
    scene.write("no-go", "");
    const auto failed = scene.run("setup-tests");
    CHECK(failed.status != 0);
    CHECK(has(failed.err, "no such module"));
    std::filesystem::remove(scene.path("no-go"));
  }
  SUBCASE("the package") {
    scene.write("no-pip", "");
    CHECK(scene.run("setup-tests").status != 0);
    std::filesystem::remove(scene.path("no-pip"));
    scene.write("calls", "");
  }
  CHECK(scene.run("setup-tests").status == 0);
  CHECK(std::filesystem::exists(scene.path("build-tools/toxiproxy-server")));
  CHECK(std::filesystem::exists(scene.path("build-tools/moto/bin/python")));
}

TEST_CASE("an environment whose Python has gone is made anew") {
  const Scene scene;
  make_clients(scene);
  CHECK(scene.run("setup-tests").status == 0);
  std::filesystem::remove(scene.path("build-tools/moto/bin/python"));
  scene.write("calls", "");
  CHECK(scene.run("setup-tests").status == 0);
  CHECK(has(scene.read("calls"), "python3 -m venv"));
  CHECK(!has(scene.read("calls"), "go install"));
  CHECK(!has(scene.read("calls"), "go build"));
}
