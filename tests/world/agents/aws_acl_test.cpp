// SPDX-License-Identifier: Apache-2.0
// Against moto: what real clients of EC2 would see before, meanwhile and afterwards.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/world/cloud/moto.hpp"
#include "tests/world/cloud/scripted_http.hpp"
#include "world/cloud/network_acl.hpp"

using namespace gameday;

namespace {

/// A VPC with two subnets of the service and one of somebody else.
struct Vpc {
  explicit Vpc(Moto& server) : moto{server} {
    id = moto.query({"ec2", "CreateVpc", {{"CidrBlock", "10.0.0.0/16"}}}).text_of("vpc/vpcId");
    first = subnet("10.0.1.0/24", "shop");
    second = subnet("10.0.2.0/24", "shop");
    other = subnet("10.0.3.0/24", "other");
  }

  std::string subnet(const std::string& network, const std::string& service) {
    return moto
        .query({"ec2",
                "CreateSubnet",
                {{"VpcId", id},
                 {"CidrBlock", network},
                 {"TagSpecification.1.ResourceType", "subnet"},
                 {"TagSpecification.1.Tag.1.Key", "service"},
                 {"TagSpecification.1.Tag.1.Value", service}}})
        .text_of("subnet/subnetId");
  }

  /// An ACL of the operators' own, on this subnet.
  std::string own_acl(const std::string& on) {
    const std::string acl =
        moto.query({"ec2", "CreateNetworkAcl", {{"VpcId", id}}}).text_of("networkAcl/networkAclId");
    moto.query({"ec2",
                "CreateNetworkAclEntry",
                {{"NetworkAclId", acl},
                 {"RuleNumber", "100"},
                 {"Protocol", "-1"},
                 {"RuleAction", "allow"},
                 {"Egress", "true"},
                 {"CidrBlock", "0.0.0.0/0"}}});
    give(on, acl);
    return acl;
  }

  std::vector<NetworkAcl> acls() {
    return read_network_acls(moto.query({"ec2", "DescribeNetworkAcls"}));
  }

  void give(const std::string& to, const std::string& acl) {
    for (const NetworkAcl& each : acls()) {
      for (const AclAssociation& association : each.associations) {
        if (association.subnet != to) continue;
        moto.query(replace_association({association.id, to, acl}));
      }
    }
  }

  std::string acl_of(const std::string& wanted) {
    for (const NetworkAcl& each : acls()) {
      for (const AclAssociation& association : each.associations) {
        if (association.subnet == wanted) return each.id;
      }
    }
    return {};
  }

  /// All that DescribeNetworkAcls says, but for the ids of associations: EC2 gives new ones
  /// whenever an ACL is replaced.
  std::string described() {
    std::vector<std::string> lines;
    flatten(moto.query({"ec2", "DescribeNetworkAcls"}), "", lines);
    std::ranges::sort(lines);
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
  }

  static void flatten(const XmlElement& element, const std::string& acl,
                      std::vector<std::string>& lines) {
    if (element.name == "networkAclAssociationId" || element.name == "requestId") return;
    const std::string id = element.text_of("networkAclId");
    const std::string& within = id.empty() ? acl : id;
    if (element.children.empty()) lines.push_back(within + " " + element.name + " " + element.text);
    for (const XmlElement& child : element.children) flatten(child, within, lines);
  }

  Moto& moto;
  std::string id;
  std::string first;
  std::string second;
  std::string other;
};

const Json k_chosen{{"filters", {{"tag:service", "shop"}}}};

Json with_prior(const Json& captured) {
  return Json{{"prior", captured}, {"deadline", "2026-11-23T10:00:30Z"}};
}

Json must(const Result<Json>& done) {
  REQUIRE_MESSAGE(done, done.error().text());
  return *done;
}

}  // namespace

TEST_CASE("subnets are cut off and given back what they had; nothing else is touched") {
  Moto& moto = Moto::fresh();
  Vpc vpc{moto};
  const std::string own = vpc.own_acl(vpc.first);
  const std::string main = vpc.acl_of(vpc.second);
  const std::string before = vpc.described();

  const Json captured = must(moto.agent("aws_acl", "capture", k_chosen));
  CHECK(captured["associations"][vpc.first] == own);
  CHECK(captured["associations"][vpc.second] == main);
  CHECK(captured["vpcs"] == Json::array({vpc.id}));
  CHECK(vpc.described() == before);
  const Json input = with_prior(captured);
  CHECK(must(moto.agent("aws_acl", "look", input))["state"] == "gone");

  CHECK(must(moto.agent("aws_acl", "apply", input))["state"] == "in_force");
  CHECK(must(moto.agent("aws_acl", "look", input))["state"] == "in_force");
  const std::string deny = vpc.acl_of(vpc.first);
  CHECK(deny != own);
  CHECK(vpc.acl_of(vpc.second) == deny);
  CHECK(vpc.acl_of(vpc.other) == main);
  for (const NetworkAcl& acl : vpc.acls()) {
    if (acl.id != deny) continue;
    CHECK_FALSE(acl.allows_something);
    CHECK(acl.tags.at("gameday-run") == "1a2b3c4d");
    CHECK(acl.tags.at("gameday-deadline") == "2026-11-23T10:00:30Z");
  }
  // Applied again, as after an answer that was lost: the same.
  CHECK(must(moto.agent("aws_acl", "apply", input))["state"] == "in_force");
  CHECK(vpc.acl_of(vpc.first) == deny);

  CHECK(must(moto.agent("aws_acl", "revert", input))["state"] == "gone");
  CHECK(vpc.described() == before);
  CHECK(must(moto.agent("aws_acl", "revert", input))["state"] == "gone");
  CHECK(vpc.described() == before);
}

TEST_CASE("the tags of our ACL are enough to undo it without any journal") {
  Moto& moto = Moto::fresh();
  Vpc vpc{moto};
  const std::string before = vpc.described();
  const Json captured = must(moto.agent("aws_acl", "capture", k_chosen));
  must(moto.agent("aws_acl", "apply", with_prior(captured)));
  CHECK(must(moto.agent("aws_acl", "look", Json::object()))["state"] == "in_force");
  CHECK(must(moto.agent("aws_acl", "revert", Json::object()))["state"] == "gone");
  CHECK(vpc.described() == before);
}

TEST_CASE("what somebody else has set meanwhile is left, ours goes, and both are told") {
  Moto& moto = Moto::fresh();
  Vpc vpc{moto};
  const std::string main = vpc.acl_of(vpc.first);
  const Json captured = must(moto.agent("aws_acl", "capture", k_chosen));
  const Json input = with_prior(captured);
  must(moto.agent("aws_acl", "apply", input));
  const std::string theirs = vpc.own_acl(vpc.second);
  CHECK(must(moto.agent("aws_acl", "look", input))["state"] == "partial");
  const Json after = must(moto.agent("aws_acl", "revert", input));
  CHECK(after["state"] == "foreign");
  CHECK(after["now"][vpc.second] == theirs);
  CHECK(after["before"][vpc.second] == main);
  CHECK(vpc.acl_of(vpc.first) == main);
  CHECK(vpc.acl_of(vpc.second) == theirs);
}

TEST_CASE("a cut that was half made is finished, or taken back") {
  Moto& moto = Moto::fresh();
  Vpc vpc{moto};
  const std::string before = vpc.described();
  const Json captured = must(moto.agent("aws_acl", "capture", k_chosen));
  const Json input = with_prior(captured);
  must(moto.agent("aws_acl", "apply", input));
  const std::string deny = vpc.acl_of(vpc.first);
  vpc.give(vpc.second, captured["associations"][vpc.second].get<std::string>());
  CHECK(must(moto.agent("aws_acl", "look", input))["state"] == "partial");
  SUBCASE("finished") {
    CHECK(must(moto.agent("aws_acl", "apply", input))["state"] == "in_force");
    CHECK(vpc.acl_of(vpc.second) == deny);
  }
  SUBCASE("taken back") {}
  CHECK(must(moto.agent("aws_acl", "revert", input))["state"] == "gone");
  CHECK(vpc.described() == before);
}

TEST_CASE("nothing to cut, or a cut by another run, is refused before anything is changed") {
  Moto& moto = Moto::fresh();
  Vpc vpc{moto};
  const auto none = moto.agent("aws_acl", "capture", Json{{"filters", {{"tag:service", "x"}}}});
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::refused);
  CHECK_FALSE(moto.agent("aws_acl", "capture", Json{{"filters", Json::object()}}));
  must(
      moto.agent("aws_acl", "apply", with_prior(must(moto.agent("aws_acl", "capture", k_chosen)))));
  const auto again = moto.agent("aws_acl", "capture", k_chosen);
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == ErrorKind::refused);
  CHECK(again.error().text().find("1a2b3c4d") != std::string::npos);
}

TEST_CASE("a subnet that was changed between capture and apply is not cut") {
  Moto& moto = Moto::fresh();
  Vpc vpc{moto};
  const Json captured = must(moto.agent("aws_acl", "capture", k_chosen));
  vpc.own_acl(vpc.first);
  const std::string before = vpc.described();
  const auto done = moto.agent("aws_acl", "apply", with_prior(captured));
  REQUIRE_FALSE(done);
  CHECK(done.error().text().find(vpc.first) != std::string::npos);
  CHECK(vpc.described() == before);
}

TEST_CASE("an association that was replaced although the answer was lost is no failure") {
  // Amazon EC2 API Reference: DescribeNetworkAcls, and InvalidAssociationID.NotFound.
  bool moved = false;
  const ScriptedHttp ec2{[&](const SignedRequest& request) -> ScriptedHttp::Answer {
    const auto acl = [](const std::string& id, const std::string& tags, bool has_subnet) {
      const char* subnet =
          "<item><networkAclAssociationId>a</networkAclAssociationId><subnetId>s</subnetId></item>";
      return "<item><networkAclId>" + id + "</networkAclId><vpcId>v</vpcId><tagSet>" + tags +
             "</tagSet><associationSet>" + (has_subnet ? subnet : "") + "</associationSet></item>";
    };
    const auto tag = [](const std::string& key, const std::string& value) {
      return "<item><key>" + key + "</key><value>" + value + "</value></item>";
    };
    if (request.body.starts_with("Action=DescribeNetworkAcls")) {
      const std::string tags = tag("gameday-run", "1a2b3c4d") + tag("gameday-fault", "cut-a") +
                               tag("gameday-prior-s", "acl-1");
      return {200, "<R><networkAclSet>" + acl("acl-1", "", !moved) + acl("acl-9", tags, moved) +
                       "</networkAclSet></R>"};
    }
    if (!std::exchange(moved, true)) return {0, ""};
    return {400,
            "<R><Errors><Error><Code>InvalidAssociationID.NotFound</Code></Error></Errors></R>"};
  }};
  const Json input = with_prior(Json{{"associations", {{"s", "acl-1"}}}, {"vpcs", {"v"}}});
  CHECK(must(run_aws_agent(ec2.url(), "aws_acl", "apply", input))["state"] == "in_force");
}

TEST_CASE("what may not be put back is told at once, what is gone is waited for in vain") {
  const auto answered = [](const std::string& code, std::chrono::seconds deadline) {
    const ScriptedHttp ec2{[&](const SignedRequest& request) -> ScriptedHttp::Answer {
      if (!request.body.starts_with("Action=DescribeNetworkAcls")) {
        return {400, "<R><Errors><Error><Code>" + code + "</Code></Error></Errors></R>"};
      }
      return {200,
              "<R><networkAclSet><item><networkAclId>acl-9</networkAclId><vpcId>v</vpcId>"
              "<tagSet><item><key>gameday-run</key><value>1a2b3c4d</value></item>"
              "<item><key>gameday-fault</key><value>cut-a</value></item></tagSet>"
              "<associationSet><item><networkAclAssociationId>a</networkAclAssociationId>"
              "<subnetId>s</subnetId></item></associationSet></item></networkAclSet></R>"};
    }};
    const Json input = with_prior(Json{{"associations", {{"s", "acl-1"}}}, {"vpcs", {"v"}}});
    const auto done = run_aws_agent(ec2.url(), "aws_acl", "revert", input, deadline);
    REQUIRE_FALSE(done);
    return done.error();
  };
  CHECK(answered("UnauthorizedOperation", std::chrono::seconds{10}).kind == ErrorKind::refused);
  const Error gone = answered("InvalidNetworkAclID.NotFound", std::chrono::seconds{1});
  CHECK(gone.why.find("InvalidNetworkAclID") != std::string::npos);
}
