// SPDX-License-Identifier: Apache-2.0
// Faults on AWS by the product's own parts: planned, put in a journal, made by agents of the
// program under test, seen, and taken back by another process that knows nothing but the journal;
// against moto's server on this machine. What clients of AWS see afterwards is what they saw
// before.
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"
#include "tests/regions/support/aws_site.hpp"

namespace gameday::regions {
namespace {

constexpr const char* k_canary = "canary-of-a-secret-key";

void break_and_mend(const Injector& kind, const Params& params) {
  CAPTURE(kind.name);
  Moto& moto = Moto::fresh();
  act_as(k_canary);
  Site site{moto};
  const std::string before = site.seen();
  const Home home;
  Bench bench{home};
  const FaultPlan fault = plan_in(moto, kind, "cut-a", params, bench.inventory);
  bench.process([&](Executor& executor) {
    for (const Change& change : fault.changes) {
      const auto done = executor.apply(change);
      CHECK_MESSAGE(done, done.error().text());
    }
  });
  CHECK(site.seen() != before);
  const auto recorded = read_journal(bench.file);
  REQUIRE(recorded);
  CHECK(recorded->entries.at(0).state == ChangeState::verified);
  bench.process([&](Executor& executor) {
    CHECK(executor.revert_all(&Change::on_death).empty());
    CHECK(executor.revert_all(&Change::on_death).empty());
  });
  CHECK(site.seen() == before);
  CHECK(read_journal(bench.file)->entries.at(0).state == ChangeState::reverted);
  CHECK(bench.recorded().find(k_canary) == std::string::npos);
}

}  // namespace

TEST_CASE("subnets are cut off by an ACL and given back theirs") {
  Params params;
  params.set("tags", std::make_shared<const Json>(Json{{"service", "shop"}}));
  break_and_mend(k_injector_aws_region_blackhole, params);
}

TEST_CASE("subnets are cut off by an experiment of FIS, which is stopped") {
  Params params;
  params.set("tags", std::make_shared<const Json>(Json{{"service", "shop"}}));
  params.set("mechanism", std::string{"fis"});
  params.set("role_arn", std::string{"arn:aws:iam::123456789012:role/fis"});
  Moto::fresh().post(
      "/moto-api/state-manager/set-transition",
      R"({"model_name":"fis::experiment","transition":{"progression":"manual","times":2}})");
  break_and_mend(k_injector_aws_region_blackhole, params);
}

TEST_CASE("a queue denies receiving and gets its policy back") {
  Params params;
  params.set("sqs_queue", std::string{"orders"});
  break_and_mend(k_injector_aws_sqs_stall, params);
}

}  // namespace gameday::regions
