// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/network_acl.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

using namespace gameday;

namespace {

const AclCut k_cut{"1a2b3c4d", "cut-a", "2026-11-23T10:00:00Z"};
const PriorAcls k_prior{{"subnet-1", "acl-1"}, {"subnet-2", "acl-1"}};

NetworkAcl theirs(std::vector<AclAssociation> associations, const std::string& id = "acl-1") {
  return {.id = id, .vpc = "vpc-1", .associations = std::move(associations)};
}

NetworkAcl ours(std::vector<AclAssociation> associations) {
  return {.id = "acl-9",
          .vpc = "vpc-1",
          .tags = {{"gameday-run", "1a2b3c4d"},
                   {"gameday-fault", "cut-a"},
                   {"gameday-prior-subnet-1", "acl-1"},
                   {"gameday-prior-subnet-2", "acl-1"}},
          .associations = std::move(associations)};
}

std::string field(const AwsQuery& query, const std::string& name) {
  for (const auto& [key, value] : query.fields) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

TEST_CASE("ACLs are read as DescribeNetworkAcls shows them") {
  // Amazon EC2 API Reference, DescribeNetworkAcls: the example, shortened.
  const auto page = parse_xml(
      R"(<DescribeNetworkAclsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
<networkAclSet><item><networkAclId>acl-5566953c</networkAclId><vpcId>vpc-5266953b</vpcId>
<default>true</default><entrySet><item><ruleNumber>100</ruleNumber><protocol>all</protocol>
<ruleAction>allow</ruleAction><egress>true</egress><cidrBlock>0.0.0.0/0</cidrBlock></item>
</entrySet>
<associationSet><item><networkAclAssociationId>aclassoc-5c659635</networkAclAssociationId>
<networkAclId>acl-5566953c</networkAclId><subnetId>subnet-ff669596</subnetId></item>
</associationSet>
<tagSet><item><key>Name</key><value>main</value></item></tagSet></item></networkAclSet>
</DescribeNetworkAclsResponse>)");
  REQUIRE(page);
  const auto acls = read_network_acls(*page);
  REQUIRE(acls.size() == 1);
  CHECK(acls.at(0).id == "acl-5566953c");
  CHECK(acls.at(0).vpc == "vpc-5266953b");
  CHECK(acls.at(0).allows_something);
  CHECK(acls.at(0).tags.at("Name") == "main");
  CHECK(acls.at(0).associations.at(0).id == "aclassoc-5c659635");
  CHECK(acls.at(0).associations.at(0).subnet == "subnet-ff669596");
  const auto subnets = parse_xml(
      "<R><subnetSet><item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId></item></subnetSet></"
      "R>");
  CHECK(read_subnets(*subnets) == std::vector<AwsSubnet>{{"subnet-1", "vpc-1"}});
}

TEST_CASE("a cut is seen by what each subnet has now") {
  const auto state = [](const std::vector<NetworkAcl>& acls) {
    return judge(k_cut, k_prior, acls);
  };
  CHECK(state({theirs({{"a1", "subnet-1"}, {"a2", "subnet-2"}})}) == CutState::gone);
  CHECK(state({ours({{"a3", "subnet-1"}, {"a4", "subnet-2"}})}) == CutState::in_force);
  CHECK(state({ours({{"a3", "subnet-1"}}), theirs({{"a2", "subnet-2"}})}) == CutState::partial);
  CHECK(state({ours({}), theirs({{"a1", "subnet-1"}, {"a2", "subnet-2"}})}) == CutState::partial);
  CHECK(state({theirs({{"a1", "subnet-1"}}), theirs({{"a2", "subnet-2"}}, "acl-2")}) ==
        CutState::foreign);
  CHECK(state({ours({{"a3", "subnet-1"}}), theirs({{"a2", "subnet-2"}}, "acl-2")}) ==
        CutState::partial);
  // A subnet that was deleted meanwhile counts for nothing.
  CHECK(state({ours({{"a3", "subnet-1"}})}) == CutState::in_force);
  CHECK(state({}) == CutState::gone);
  NetworkAcl opened = ours({{"a3", "subnet-1"}, {"a4", "subnet-2"}});
  opened.allows_something = true;
  CHECK(state({opened}) == CutState::partial);
  CHECK(to_string(CutState::in_force) == "in_force");
}

TEST_CASE("of another run, or another fault, nothing is ours") {
  NetworkAcl other = ours({{"a3", "subnet-1"}, {"a4", "subnet-2"}});
  other.tags["gameday-fault"] = "cut-b";
  CHECK(ours_of(k_cut, {other}).empty());
  CHECK(judge(k_cut, k_prior, {other}) == CutState::foreign);
  CHECK(moves_back(k_cut, k_prior, {other}).empty());
}

TEST_CASE("subnets are cut by an ACL of their VPC, at most forty by each") {
  PriorAcls prior;
  NetworkAcl one = theirs({});
  NetworkAcl two{.id = "acl-2", .vpc = "vpc-2"};
  for (int number = 0; number < 41; ++number) {
    const std::string subnet = fmt::format("subnet-{:02}", number);
    prior[subnet] = "acl-1";
    one.associations.push_back({"a-" + subnet, subnet});
  }
  prior["subnet-x"] = "acl-2";
  two.associations.push_back({"a-x", "subnet-x"});
  const auto made = acls_to_make(k_cut, prior, {one, two});
  REQUIRE(made);
  REQUIRE(made->size() == 3);
  CHECK(made->at(0).prior.size() == 40);
  CHECK(made->at(1).prior.size() == 1);
  CHECK(made->at(2).vpc == "vpc-2");
  CHECK(made->at(0).token != made->at(1).token);
  const AwsQuery query = create_acl(k_cut, made->at(0));
  CHECK(field(query, "VpcId") == "vpc-1");
  CHECK(field(query, "ClientToken") == made->at(0).token);
  CHECK(field(query, "TagSpecification.1.Tag.1.Key") == "gameday-run");
  CHECK(field(query, "TagSpecification.1.Tag.1.Value") == "1a2b3c4d");
  CHECK(field(query, "TagSpecification.1.Tag.3.Value") == "2026-11-23T10:00:00Z");
  CHECK(field(query, "TagSpecification.1.Tag.44.Key") == "gameday-prior-subnet-39");
  AclCut fenced = k_cut;
  fenced.fence_first = true;
  const AwsQuery waits = create_acl(fenced, made->at(0));
  CHECK(field(waits, "TagSpecification.1.Tag.5.Key") == "gameday-fence");
  CHECK(field(waits, "TagSpecification.1.Tag.5.Value") == "first");
}

TEST_CASE("what is made already is not made again; what was changed meanwhile is told") {
  const NetworkAcl own = ours({});
  const NetworkAcl before = theirs({{"a1", "subnet-1"}, {"a2", "subnet-2"}});
  const auto none = acls_to_make(k_cut, k_prior, {own, before});
  REQUIRE(none);
  CHECK(none->empty());
  const auto changed = acls_to_make(
      k_cut, k_prior, {theirs({{"a1", "subnet-1"}}), theirs({{"a2", "subnet-2"}}, "acl-2")});
  REQUIRE_FALSE(changed);
  CHECK(changed.error().text().find("subnet-2") != std::string::npos);
}

TEST_CASE("subnets go to our ACL and back to what they had, and no others") {
  const auto cut =
      moves_to_cut(k_cut, k_prior,
                   {ours({{"a3", "subnet-1"}}), theirs({{"a2", "subnet-2"}, {"a5", "subnet-3"}})});
  REQUIRE(cut.size() == 1);
  CHECK(cut.at(0).association == "a2");
  CHECK(cut.at(0).to == "acl-9");
  const auto back =
      moves_back(k_cut, k_prior,
                 {ours({{"a3", "subnet-1"}, {"a6", "subnet-4"}}), theirs({{"a2", "subnet-2"}})});
  REQUIRE(back.size() == 1);
  CHECK(back.at(0).subnet == "subnet-1");
  CHECK(back.at(0).to == "acl-1");
  const AwsQuery query = replace_association(back.at(0));
  CHECK(field(query, "AssociationId") == "a3");
  CHECK(field(query, "NetworkAclId") == "acl-1");
  CHECK(field(delete_acl("acl-9"), "NetworkAclId") == "acl-9");
}

TEST_CASE("what was there before reads back from JSON, and from the tags of ours") {
  CHECK(prior_from_json(to_json(k_prior)).value() == k_prior);
  CHECK(prior_of_tags({ours({})}) == k_prior);
  CHECK_FALSE(prior_from_json(Json{{"associations", 1}}));
  CHECK_FALSE(prior_from_json(Json{{"associations", {{"subnet-1", 1}}}}));
  CHECK_FALSE(prior_from_json(Json::object()));
}

TEST_CASE("filters are numbered as EC2 wants them") {
  AwsQuery query{"ec2", "DescribeSubnets"};
  add_filter(query, 2, "tag:a", {"x", "y"});
  CHECK(query.fields == AwsFields{{"Filter.2.Name", "tag:a"},
                                  {"Filter.2.Value.1", "x"},
                                  {"Filter.2.Value.2", "y"}});
}
