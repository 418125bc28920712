// SPDX-License-Identifier: Apache-2.0
// Whatever a cloud answers is read or refused; the policy of a queue into which our statement was
// put is the same again once it is taken out, byte for byte.
#include "injectors/aws_found.hpp"
#include "injectors/aws_identity.hpp"
#include "injectors/kubernetes_found.hpp"
#include "tests/fuzz/must.hpp"
#include "world/amqp.hpp"
#include "world/cloud/aws_answers.hpp"
#include "world/cloud/sqs_policy.hpp"

using namespace gameday;

namespace {

void check_policy(std::string_view policy) {
  const std::string ours = statement_id("0badcafe", "stall");
  for (const SqsStatement& known : our_statements(policy)) {
    if (known.id == ours) return;
  }
  const SqsDeny deny{.run = "0badcafe",
                     .fault = "stall",
                     .queue_arn = "arn:aws:sqs:eu-west-1:123456789012:jobs",
                     .action = "sqs:SendMessage",
                     .deadline = "2026-11-23T10:00:30Z"};
  const auto denied = with_statement(policy, deny);
  if (!fuzz::is_read(denied)) return;
  const auto once = with_statement(*denied, deny);
  fuzz::must(once && our_statements(*once).size() == our_statements(*denied).size());
  const auto before = without_statement(*denied, ours);
  fuzz::must(before && *before == policy);
}

void check_found(std::string_view text) {
  const AwsSpot spot{.region = "eu-west-1"};
  if (const auto found = read_aws_found(spot, text); fuzz::is_read(found)) {
    for (const Change& change : found->changes) fuzz::must(change.revert.has_value());
  }
  fuzz::is_read(read_identity(spot, text));
  const Cluster cluster{.name = "shop"};
  for (const KubernetesKind* kind : {&k_network_policy, &k_network_chaos}) {
    const auto found = read_kubernetes_found(cluster, *kind, text);
    if (!fuzz::is_read(found)) continue;
    for (const KubernetesFound& each : found->found) {
      fuzz::must(each.run_id.size() == 8 && each.change.revert.has_value());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  check_policy(text);
  check_found(text);
  static_cast<void>(read_instance_credentials(text));
  static_cast<void>(read_basic_login(text));
  return 0;
}
