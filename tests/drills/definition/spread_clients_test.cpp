// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/spread_clients.hpp"

#include "tests/drills/definition/broken.hpp"

using namespace gameday;

namespace {

constexpr std::string_view k_kind = "kind = \"http\"";

std::string with_client(const std::string& client) {
  return samples::with(std::string{samples::k_drill}, k_kind,
                       std::string{k_kind} + "\nclient = " + client);
}

Loaded load_with(std::string drill) { return samples::load({.drill = std::move(drill)}); }

}  // namespace

TEST_CASE("several classes of a probe are one probe each, in the place of the first") {
  std::string text = with_client("[\"fresh\", \"cached\", \"pooled\"]");
  text = samples::with(text, "probe = \"shop\"", "probe = \"shop-cached\"");
  const Loaded loaded = load_with(text);
  REQUIRE(loaded.definition);
  const auto& probes = loaded.definition->drill.probes;
  REQUIRE(probes.size() >= 4);
  CHECK(probes[0].name == "shop-fresh");
  CHECK(probes[0].client == "fresh");
  CHECK(probes[1].name == "shop-cached");
  CHECK(probes[1].client == "cached");
  CHECK(probes[2].name == "shop-pooled");
  CHECK(probes[2].client == "pooled");
  CHECK(probes[2].every == probes[0].every);
  CHECK(probes[3].client == "fresh");
  SUBCASE("the name of all of them is the name of none") {
    const Loaded other = load_with(with_client("[\"fresh\", \"cached\"]"));
    REQUIRE(other.problems.size() == 1);
    CHECK(other.problems[0].message.find("no ledger is called `shop`") != std::string::npos);
  }
}

TEST_CASE("one class, in a list or not, leaves the name alone") {
  for (const std::string client : {"\"cached\"", "[\"cached\"]"}) {
    const Loaded loaded = load_with(with_client(client));
    REQUIRE(loaded.definition);
    CHECK(loaded.definition->drill.probes[0].name == "shop");
    CHECK(loaded.definition->drill.probes[0].client == "cached");
  }
}

TEST_CASE("a list that names no class, one twice, or no word is refused with its place") {
  samples::check_broken({
      {"loss.toml", k_kind, "kind = \"http\"\nclient = []", 15, 10, 2, "names no class", "pooled"},
      {"loss.toml", k_kind, "kind = \"http\"\nclient = [\"fresh\", \"fresh\"]", 15, 20, 7,
       "`fresh` is there twice", ""},
      {"loss.toml", k_kind, "kind = \"http\"\nclient = [1]", 15, 11, 1, "must be a text", ""},
      {"loss.toml", k_kind, "kind = \"http\"\nclient = 1", 15, 10, 1, "must be a text", ""},
  });
}
