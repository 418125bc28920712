// SPDX-License-Identifier: Apache-2.0
// Faults on AWS by the product's own parts: planned, put in a journal, made by agents of the
// program under test, seen, and taken back by another process that knows nothing but the journal;
// against moto's server on this machine. What clients of AWS see afterwards is what they saw
// before.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "drills/record/run_directory.hpp"
#include "drills/run/executor.hpp"
#include "injectors/injectors.hpp"
#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/paths.hpp"
#include "tests/world/cloud/moto.hpp"
#include "world/clock.hpp"
#include "world/perform.hpp"
#include "world/prompt.hpp"

namespace gameday::regions {
namespace {

constexpr const char* k_canary = "canary-of-a-secret-key";

/// What there is to break, and all that its clients can see of it.
struct Site {
  explicit Site(Moto& server) : moto{server} {
    const std::string vpc =
        moto.query({"ec2", "CreateVpc", {{"CidrBlock", "10.0.0.0/16"}}}).text_of("vpc/vpcId");
    moto.query({"ec2",
                "CreateSubnet",
                {{"VpcId", vpc},
                 {"CidrBlock", "10.0.1.0/24"},
                 {"TagSpecification.1.ResourceType", "subnet"},
                 {"TagSpecification.1.Tag.1.Key", "service"},
                 {"TagSpecification.1.Tag.1.Value", "shop"}}});
    sqs("CreateQueue", {{"QueueName", "orders"}});
  }

  Json sqs(const std::string& action, const Json& body) {
    return moto.json({.service = "sqs", .target = "AmazonSQS." + action, .body = body.dump()});
  }

  std::string seen() {
    std::string text = flat(moto.query({"ec2", "DescribeNetworkAcls"}));
    const Json url = sqs("GetQueueUrl", {{"QueueName", "orders"}})["QueueUrl"];
    Json queue = sqs("GetQueueAttributes", {{"QueueUrl", url}, {"AttributeNames", {"All"}}});
    queue["Attributes"].erase("LastModifiedTimestamp");
    text += queue.dump() + moto.json({"fis", "GET", "/experimentTemplates"}).dump();
    for (const Json& each : moto.json({"fis", "GET", "/experiments"})["experiments"]) {
      if (each["state"]["status"] == "running") text += each.dump();
    }
    return text;
  }

  /// Without the ids of associations, which are new whenever an ACL is replaced.
  static std::string flat(const XmlElement& element) {
    if (element.name == "networkAclAssociationId" || element.name == "requestId") return {};
    std::string text = "<" + element.name + ">" + element.text;
    for (const XmlElement& child : element.children) text += flat(child);
    return text;
  }

  Moto& moto;
};

/// Processes, one after the other, that work with one journal.
struct Bench {
  explicit Bench(const Home& home) : file{home.folder() / "journal.jsonl"} {
    REQUIRE(Journal::create(file, {.run_id = "1a2b3c4d", .boot_id = boot_id()}));
  }
  template <class Work>
  void process(Work work) {
    RealClock clock;
    RealPerformer performer{inventory, gameday_binary()};
    NobodyToAsk prompt;
    World world{clock, performer, prompt};
    auto journal = Journal::adopt(file, std::chrono::seconds{1});
    REQUIRE(journal);
    Executor executor{world, *journal, {}};
    work(executor);
  }
  [[nodiscard]] std::string recorded() const {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  Inventory inventory;
  std::filesystem::path file;
};

FaultPlan plan(const Injector& kind, Params params, const Moto& moto, const Inventory& inventory) {
  params.set("aws_region", std::string{"eu-west-1"});
  params.set("endpoint", moto.endpoint());
  auto made = kind.plan(params, {.run_id = "1a2b3c4d",
                                 .fault = "cut-a",
                                 .inventory = inventory,
                                 .expires_after = std::chrono::minutes{5}});
  REQUIRE_MESSAGE(made, made.error().text());
  return std::move(*made);
}

void break_and_mend(const Injector& kind, const Params& params) {
  CAPTURE(kind.name);
  Moto& moto = Moto::fresh();
  setenv("AWS_ACCESS_KEY_ID", "test", 1);
  setenv("AWS_SECRET_ACCESS_KEY", k_canary, 1);
  setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
  Site site{moto};
  const std::string before = site.seen();
  const Home home;
  Bench bench{home};
  const FaultPlan fault = plan(kind, params, moto, bench.inventory);
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
