// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

using enum Ailment::Weight;

TEST_CASE("the worst finding decides: left over, unfit, nothing") {
  CHECK(exit_status_of({}) == ExitStatus::met);
  CHECK(exit_status_of({{"a", fine, ""}, {"b", note, ""}}) == ExitStatus::met);
  CHECK(exit_status_of({{"a", unfit, ""}, {"b", note, ""}}) == ExitStatus::refused);
  CHECK(exit_status_of({{"a", unfit, ""}, {"b", left_over, ""}}) == ExitStatus::in_force);
}

TEST_CASE("each finding is a line, and an object with its name") {
  const std::vector<Ailment> findings{{"nft", fine, "/usr/sbin/nft"}, {"run 1", left_over, "died"}};
  CHECK(describe(findings) == "fine       nft: /usr/sbin/nft\nleft over  run 1: died\n");
  const Json rows = to_json(findings);
  CHECK(rows.at(0).at("name") == "nft");
  CHECK(rows.at(0).at("ok") == true);
  CHECK(rows.at(1).at("ok") == false);
}

TEST_CASE("the machine is looked at: tools, kernel features, rights") {
  const auto findings = examine_machine();
  for (const char* name :
       {"user", "nft", "iptables", "pidfd", "lab", "nftables sets that expire"}) {
    CHECK(std::ranges::any_of(findings, [name](const auto& found) { return found.name == name; }));
  }
  for (const Ailment& finding : findings) CHECK_FALSE(finding.detail.empty());
}

TEST_CASE("the operators' configuration: where it lies, or what is wrong with it") {
  const Scratch scratch;
  const std::string file = scratch.path / "guards.toml";
  const Variable chosen{"GAMEDAY_CONFIG", file};
  std::ofstream(file) << "approvals = 0\n";
  CHECK(examine_config().at(0).weight == fine);
  CHECK(examine_config().at(0).detail == file);
  std::ofstream(file) << "\napproval = 0\n";
  CHECK(examine_config().at(0).weight == unfit);
  CHECK(examine_config().at(0).detail.find(file + ":2: ") == 0);
}

}  // namespace
}  // namespace gameday
