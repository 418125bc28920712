// SPDX-License-Identifier: Apache-2.0
#include "injectors/mechanisms/iptables_script.hpp"

#include <doctest/doctest.h>

namespace gameday::iptables {
namespace {

CutSpec sample(std::vector<std::string> networks) {
  CutSpec spec;
  spec.run_id = "0123abcd";
  spec.fault = "cut-a";
  spec.host = {"router"};
  spec.networks = std::move(networks);
  spec.expires_after = std::chrono::seconds{18};
  return spec;
}

std::string text_of(const Text& text) {
  std::string all;
  for (const Arg& piece : text) all += std::get<std::string>(piece);
  return all;
}

std::string last_line(const std::string& script) {
  const std::size_t commit = script.rfind("\nCOMMIT\n");
  return script.substr(script.rfind('\n', commit - 1) + 1, commit - script.rfind('\n', commit - 1));
}

TEST_CASE("the versions are told apart, and only what has networks is concerned") {
  REQUIRE(families().size() == 2);
  CHECK_FALSE(is_v6(families()[0]));
  CHECK(is_v6(families()[1]));
  const CutSpec spec = sample({"10.77.1.0/24"});
  const auto targets = read_targets(spec).value();
  CHECK(concerns(spec, targets, families()[0]));
  CHECK_FALSE(concerns(spec, targets, families()[1]));
}

TEST_CASE("the last rule arms the cut, and the same one is replaced by another gate") {
  const CutSpec spec = sample({"10.77.1.0/24"});
  const auto targets = read_targets(spec).value();
  const std::string made = text_of(make_script(spec, targets, families()[0], {"-m gate "}));
  const std::string armed = last_line(made);
  CHECK(armed.starts_with("-A GAMEDAY-0123abcd-18767d -m gate -m comment"));
  // The rule that bears the tag comes first, so that this one is the second of its chain.
  const std::string tag = "-A GAMEDAY-0123abcd-18767d -m comment";
  CHECK(made.find(tag) < made.find(armed));
  CHECK(made.find(tag, made.find(tag) + 1) == made.npos);
  const std::string again = text_of(regate_script(spec, {"-m other "}));
  CHECK(again.starts_with("*filter\n-R GAMEDAY-0123abcd-18767d 2 -m other -m comment"));
  CHECK(again.substr(again.find(" -j")) == armed.substr(armed.find(" -j")) + "COMMIT\n");
}

TEST_CASE("many networks go in by several transactions, the last of which arms") {
  std::vector<std::string> networks;
  for (int i = 0; i < 200; ++i) networks.push_back("10.0." + std::to_string(i) + ".0/32");
  const CutSpec spec = sample(networks);
  const auto targets = read_targets(spec).value();
  const std::string made = text_of(make_script(spec, targets, families()[0], {}));
  std::size_t commits = 0;
  for (auto at = made.find("COMMIT"); at != made.npos; at = made.find("COMMIT", at + 1)) ++commits;
  CHECK(commits == 2);
  CHECK(last_line(made).find("-nets\n") != std::string::npos);
}

}  // namespace
}  // namespace gameday::iptables
