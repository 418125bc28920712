// SPDX-License-Identifier: Apache-2.0
// Whatever EC2, RDS or STS answer in XML is read or refused; a cut that is judged from it is judged
// the same twice, and what would be moved back was one of the ACLs in it.
#include <algorithm>

#include "tests/fuzz/must.hpp"
#include "world/cloud/aws_answers.hpp"
#include "world/cloud/network_acl.hpp"
#include "world/cloud/rds_failover.hpp"

using namespace gameday;

namespace {

void check_acls(const XmlElement& page) {
  const auto acls = read_network_acls(page);
  static_cast<void>(read_subnets(page));
  const AclCut cut{"1a2b3c4d", "cut-a"};
  const PriorAcls prior = prior_of_tags(ours_of(cut, acls));
  fuzz::must(judge(cut, prior, acls) == judge(cut, prior, acls));
  for (const AclMove& move : moves_back(cut, prior, acls)) {
    fuzz::must(prior.contains(move.subnet) && prior.at(move.subnet) == move.to);
  }
  static_cast<void>(acls_to_make(cut, prior, acls));
  static_cast<void>(moves_to_cut(cut, prior, acls));
}

void check_others(const XmlElement& page) {
  const auto cluster = read_cluster(page);
  fuzz::must(cluster || cluster.error().kind == ErrorKind::absent);
  const auto instance = read_instance(page);
  fuzz::must(instance || instance.error().kind == ErrorKind::absent);
  const auto given = read_web_identity(page);
  fuzz::must(!given || (!given->key_id.empty() && given->expires));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const AwsRefusal refusal = read_refusal(400, text);
  fuzz::must(!to_error(refusal, "ask", "somewhere").text().empty());
  const auto page = parse_xml(text);
  if (!page) {
    fuzz::must(page.error().kind == ErrorKind::bad_input);
    return 0;
  }
  check_acls(*page);
  check_others(*page);
  return 0;
}
