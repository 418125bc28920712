// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/definition/failback_sample.hpp"

using namespace gameday;
using samples::check_told;
using samples::spoil_failback;

TEST_CASE("a drill ends where its way back says") {
  check_told(spoil_failback("loss.toml", "ends = \"failed-back\"\n", ""), "loss.toml",
             "ends where it began");
  samples::Files files;
  files.drill =
      samples::with(files.drill, "[objectives]", "ends = \"failed-back\"\n\n[objectives]");
  check_told(samples::load(files).problems, "loss.toml", "has no [failback]");
}

TEST_CASE("a way back has objectives that something measures") {
  check_told(
      spoil_failback("loss.toml", "rto = \"10s\"\nrpo = { ledger = \"0s\" }\ngates", "gates"),
      "loss.toml", "without objectives");
  check_told(spoil_failback("loss.toml", "rpo = { ledger = \"0s\" }\ngates",
                            "rpo = { money = \"0s\" }\ngates"),
             "loss.toml", "nothing measures `rpo` of `money`");
  const auto slow = spoil_failback("loss.toml", "rto = \"10s\"\nrpo = { ledger = \"0s\" }\ngates",
                                   "rto = \"1s\"\nrpo = { ledger = \"0s\" }\ngates");
  REQUIRE(slow.size() == 2);
  CHECK(slow[0].message.find("`shop` is too slow") != std::string::npos);
  CHECK(slow[0].hint == "at least 2s");
}

TEST_CASE("a way back has gates, each of a name of its own") {
  check_told(spoil_failback("loss.toml",
                            "gates = [{ kind = \"reachable\", database = \"orders\" }, { kind = "
                            "\"reconciled\", stranded = \"keep\" }]",
                            ""),
             "loss.toml", "without gates");
  check_told(spoil_failback("loss.toml", "{ kind = \"reconciled\", stranded = \"keep\" }",
                            "{ kind = \"reachable\", database = \"orders\" }"),
             "loss.toml", "is there twice");
}

TEST_CASE("the steps of both ways are told apart, and one is felt") {
  check_told(spoil_failback("back.toml", "name = \"stop-b\"", "name = \"shift\""), "back.toml",
             "has a step `shift` too");
  check_told(spoil_failback("back.toml", "touches_clients = true\n", ""), "loss.toml",
             "clients may feel");
}

TEST_CASE("a way back has no branches and no groups") {
  for (const std::string key : {"on_fail = \"stop-b\"", "group = \"both\""}) {
    CAPTURE(key);
    check_told(spoil_failback("back.toml", "name = \"follow-a\"", "name = \"follow-a\"\n" + key),
               "back.toml", "branches or has a group");
  }
}
