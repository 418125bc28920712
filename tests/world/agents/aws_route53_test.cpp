// SPDX-License-Identifier: Apache-2.0
// Against moto: record sets as real clients would read them.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/world/cloud/moto.hpp"

using namespace gameday;

namespace {

/// A zone with one simple record and two weighted ones.
struct HostedZone {
  explicit HostedZone(Moto& server) : moto{server} {
    const auto made = moto.client().xml(
        {.service = "route53",
         .method = "POST",
         .path = "/2013-04-01/hostedzone",
         .body =
             R"(<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">)"
             "<Name>example.com.</Name><CallerReference>1</CallerReference>"
             "</CreateHostedZoneRequest>"});
    REQUIRE_MESSAGE(made, made.error().text());
    id = made->text_of("HostedZone/Id");
    add("shop", "", "192.0.2.1");
    add("www", "<SetIdentifier>a</SetIdentifier><Weight>100</Weight>", "192.0.2.1");
    add("www", "<SetIdentifier>b</SetIdentifier><Weight>0</Weight>", "192.0.2.2");
  }

  void add(const std::string& name, const std::string& more, const std::string& value) {
    change("UPSERT", name, more, value);
  }
  void change(const std::string& action, const std::string& name, const std::string& more,
              const std::string& value) {
    const auto done = moto.client().xml(
        {.service = "route53",
         .method = "POST",
         .path = "/2013-04-01" + id + "/rrset/",
         .body =
             R"(<ChangeResourceRecordSetsRequest )"
             R"(xmlns="https://route53.amazonaws.com/doc/2013-04-01/">)"
             "<ChangeBatch><Changes><Change><Action>" +
             action + "</Action><ResourceRecordSet><Name>" + name +
             ".example.com.</Name><Type>A</Type>" + more +
             "<TTL>30</TTL><ResourceRecords><ResourceRecord><Value>" + value +
             "</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change></Changes>"
             "</ChangeBatch></ChangeResourceRecordSetsRequest>"});
    REQUIRE_MESSAGE(done, done.error().text());
  }

  Json input(const std::string& name, const std::string& by, const std::string& to) const {
    return {{"zone", id}, {"name", name + ".example.com"}, {"type", "A"}, {"by", by}, {"to", {to}}};
  }

  Result<Json> run(const std::string& verb, const Json& input, const Json& prior = nullptr) const {
    Json all = input;
    if (!prior.is_null()) all["prior"] = prior;
    return moto.agent("aws_route53", verb, all);
  }

  Moto& moto;
  std::string id;
};

Json must(const Result<Json>& done) {
  REQUIRE_MESSAGE(done, done.error().text());
  return *done;
}

}  // namespace

TEST_CASE("records of Route 53 get new values and the old ones back, as often as it is asked") {
  const HostedZone zone{Moto::fresh()};
  for (const auto& [name, by, to] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"shop", "values", "192.0.2.9"}, {"www", "weight", "b"}}) {
    CAPTURE(name);
    const Json input = zone.input(name, by, to);
    const Json prior = must(zone.run("capture", input));
    CHECK(prior.at("ttl") == 30);
    CHECK(must(zone.run("look", input, prior)).at("state") == "gone");
    CHECK(must(zone.run("apply", input, prior)).at("state") == "in_force");
    CHECK(must(zone.run("apply", input, prior)).at("state") == "in_force");
    CHECK(must(zone.run("revert", input, prior)).at("state") == "gone");
    CHECK(must(zone.run("revert", input, prior)).at("state") == "gone");
    CHECK(must(zone.run("capture", input)) == prior);
  }
}

TEST_CASE("what somebody else has changed is left to him") {
  HostedZone zone{Moto::fresh()};
  const Json input = zone.input("shop", "values", "192.0.2.9");
  const Json prior = must(zone.run("capture", input));
  zone.add("shop", "", "192.0.2.77");
  CHECK(must(zone.run("look", input, prior)).at("state") == "foreign");
  for (const char* verb : {"apply", "revert"}) {
    const auto refused = zone.run(verb, input, prior);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::refused);
  }
}

TEST_CASE("a zone or a set that is not there stops before anything was changed") {
  const HostedZone zone{Moto::fresh()};
  CHECK_FALSE(zone.run("capture", zone.input("absent", "values", "192.0.2.9")));
  Json input = zone.input("shop", "values", "192.0.2.9");
  input["zone"] = "ZNOWHERE";
  CHECK_FALSE(zone.run("capture", input));
  CHECK_FALSE(zone.run("look", zone.input("shop", "values", "192.0.2.9")));
}
