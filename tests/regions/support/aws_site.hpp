// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "drills/record/run_directory.hpp"
#include "drills/run/executor.hpp"
#include "injectors/injector.hpp"
#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/paths.hpp"
#include "tests/world/cloud/moto.hpp"
#include "world/clock.hpp"
#include "world/perform.hpp"
#include "world/prompt.hpp"

namespace gameday::regions {

/// What there is to break in a cloud, and all that its clients can see of it.
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
    m_queue = sqs("CreateQueue", {{"QueueName", "orders"}})["QueueUrl"].get<std::string>();
  }

  void set_policy(const std::string& policy) {
    sqs("SetQueueAttributes", {{"QueueUrl", m_queue}, {"Attributes", {{"Policy", policy}}}});
  }

  Json sqs(const std::string& action, const Json& body) {
    return moto.json({.service = "sqs", .target = "AmazonSQS." + action, .body = body.dump()});
  }

  std::string seen() {
    std::string text = flat(moto.query({"ec2", "DescribeNetworkAcls"}));
    Json queue = sqs("GetQueueAttributes", {{"QueueUrl", m_queue}, {"AttributeNames", {"All"}}});
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

 private:
  std::string m_queue;
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

/// A fault of the run 1a2b3c4d, in this cloud.
inline FaultPlan plan_in(const Moto& moto, const Injector& kind, const std::string& fault,
                         Params params, const Inventory& inventory) {
  params.set("aws_region", std::string{"eu-west-1"});
  params.set("endpoint", moto.endpoint());
  auto made = kind.plan(params, {.run_id = "1a2b3c4d",
                                 .fault = fault,
                                 .inventory = inventory,
                                 .expires_after = std::chrono::minutes{5}});
  REQUIRE_MESSAGE(made, made.error().text());
  return std::move(*made);
}

/// For this process and those that it starts.
inline void act_as(const std::string& secret) {
  setenv("AWS_ACCESS_KEY_ID", "test", 1);
  setenv("AWS_SECRET_ACCESS_KEY", secret.c_str(), 1);
  setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
}

}  // namespace gameday::regions
