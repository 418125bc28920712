// SPDX-License-Identifier: Apache-2.0
// Lets a database of RDS fail over: an Aurora cluster to another of its members, an instance with a
// standby in another zone by a reboot. There is no way back: who writes then, writes on. Amazon RDS
// API Reference: FailoverDBCluster, RebootDBInstance, DescribeDBClusters, DescribeDBInstances.
#include <array>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "world/agents.hpp"
#include "world/cloud/aws_verbs.hpp"
#include "world/cloud/rds_failover.hpp"

namespace gameday {
namespace {

/// Which database, by the one name that is given.
struct Wanted {
  std::string cluster;
  std::string instance;
  std::string to;      ///< the member that is to write; empty = AWS chooses
  std::string before;  ///< who wrote before; empty where it is not known yet
};

Result<Wanted> read_wanted(const Json& input) {
  JsonReader reader{input, "a failover"};
  Wanted wanted{.cluster = reader.optional_text("cluster").value_or(""),
                .instance = reader.optional_text("instance").value_or(""),
                .to = reader.optional_text("to").value_or("")};
  if (wanted.cluster.empty() == wanted.instance.empty()) {
    reader.wrong("it names one of `cluster` and `instance`");
  }
  if (reader.has("prior")) {
    JsonReader prior{reader.member("prior"), "who wrote before"};
    wanted.before = prior.text("writer");
    if (auto read = prior.finish(true); !read) return tl::unexpected(read.error());
  }
  return reader.finish(std::move(wanted));
}

Result<RdsWriter> view(const AwsClient& client, const Wanted& wanted) {
  const bool cluster = !wanted.cluster.empty();
  const auto answer =
      cluster
          ? client.query({"rds", "DescribeDBClusters", {{"DBClusterIdentifier", wanted.cluster}}})
          : client.query(
                {"rds", "DescribeDBInstances", {{"DBInstanceIdentifier", wanted.instance}}});
  if (!answer) return tl::unexpected(answer.error());
  return cluster ? read_cluster(*answer) : read_instance(*answer);
}

Result<Json> capture(const AwsClient& client, const Json& input) {
  const auto wanted = read_wanted(input);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto now = view(client, *wanted);
  if (!now) return tl::unexpected(now.error());
  const std::string name = wanted->cluster + wanted->instance;
  if (!now->can_fail_over || now->writer.empty()) {
    return fail(ErrorKind::refused, "let it fail over", name, "nobody stands by for it");
  }
  if (now->status != "available") {
    return fail(ErrorKind::refused, "let it fail over", name, "it is " + now->status);
  }
  if (now->writer == wanted->to) {
    return fail(ErrorKind::refused, "let it fail over", name, wanted->to + " writes already");
  }
  return Json{{"writer", now->writer}};
}

Result<Json> look(const AwsClient& client, const Json& input) {
  const auto wanted = read_wanted(input);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto now = view(client, *wanted);
  if (!now) return tl::unexpected(now.error());
  const bool done = has_failed_over(*now, wanted->before);
  const char* otherwise = now->writer == wanted->before ? "as_before" : "moving";
  return Json{{"state", done ? "failed_over" : otherwise},
              {"writer", now->writer},
              {"before", wanted->before},
              {"status", now->status}};
}

/// Asked for once only: a second failover would go back.
AwsQuery failover(const Wanted& wanted) {
  if (wanted.cluster.empty()) {
    return {"rds",
            "RebootDBInstance",
            {{"DBInstanceIdentifier", wanted.instance}, {"ForceFailover", "true"}},
            false};
  }
  AwsQuery query{"rds", "FailoverDBCluster", {{"DBClusterIdentifier", wanted.cluster}}, false};
  if (!wanted.to.empty()) query.fields.emplace_back("TargetDBInstanceIdentifier", wanted.to);
  return query;
}

Result<Json> apply(const AwsClient& client, const Json& input) {
  const auto wanted = read_wanted(input);
  if (!wanted) return tl::unexpected(wanted.error());
  auto seen = look(client, input);
  if (!seen) return seen;
  if ((*seen)["state"] == "as_before") {
    const auto asked = client.query(failover(*wanted));
    // Where only the answer was lost, it may be on its way.
    if (!asked && asked.error().kind != ErrorKind::timeout) {
      return tl::unexpected(asked.error());
    }
  }
  const auto done = client.wait_until("see another one write", [&]() -> Result<bool> {
    seen = look(client, input);
    if (!seen) return tl::unexpected(seen.error());
    return (*seen)["state"] == "failed_over";
  });
  if (!done) return tl::unexpected(done.error());
  return seen;
}

constexpr std::array k_verbs{AwsVerb{"capture", capture}, AwsVerb{"apply", apply},
                             AwsVerb{"look", look}};

}  // namespace

const Agent k_agent_aws_rds{
    "aws_rds", "a failover of a database of RDS",
    [](const AgentCall& call) { return run_verb(call, k_verbs, real_aws_world()); }};

}  // namespace gameday
