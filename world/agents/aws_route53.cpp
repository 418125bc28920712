// SPDX-License-Identifier: Apache-2.0
// Points clients elsewhere by record sets of Amazon Route 53: their values, their weights, or which
// of two is the primary. The old sets are captured whole; each change names the old ones exactly,
// so that it fails where somebody else has changed them, and is waited for until all of Route 53's
// servers have it (INSYNC). Route 53 API Reference: ListResourceRecordSets,
// ChangeResourceRecordSets, GetChange.
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "world/agents.hpp"
#include "world/cloud/aws_verbs.hpp"
#include "world/cloud/route53.hpp"
#include "world/cloud/sigv4.hpp"

namespace gameday {
namespace {

using Sets = std::vector<std::string>;

struct Work {
  std::string zone;
  std::string name;
  std::string type;
  Route53Shift shift;
};

Result<Work> read_work(const Json& input) {
  JsonReader reader{input, "a change of record sets"};
  Work work;
  work.zone = reader.text("zone");
  work.zone.erase(0, work.zone.rfind('/') + 1);  // "/hostedzone/Z1"
  work.name = reader.text("name");
  work.type = reader.text("type");
  work.shift.by = reader.text("by");
  work.shift.to = reader.texts("to");
  work.shift.ttl = reader.optional_integer("ttl");
  work.shift.weight = reader.optional_integer("weight").value_or(100);
  return reader.finish(std::move(work));
}

Result<Sets> present(const AwsClient& client, const Work& work) {
  const auto list = client.xml(
      {.service = "route53",
       .path = fmt::format("/2013-04-01/hostedzone/{}/rrset?name={}&type={}", uri_encode(work.zone),
                           uri_encode(work.name), uri_encode(work.type))});
  if (!list) return tl::unexpected{list.error()};
  return route53_sets(*list, work.name, work.type);
}

Result<Json> capture(const AwsClient& client, const Json& input) {
  const auto work = read_work(input);
  if (!work) return tl::unexpected{work.error()};
  const auto sets = present(client, *work);
  if (!sets) return tl::unexpected{sets.error()};
  if (auto after = route53_shifted(*sets, work->shift); !after) {
    return tl::unexpected{after.error()};
  }
  Json captured{{"sets", *sets}};
  if (const auto first = parse_xml(sets->front())) {
    captured["ttl"] = std::atoi(first->text_of("TTL").c_str());
  }
  return captured;
}

/// What was there before, what we make of it, and what is there now.
struct Scene {
  Work work;
  Sets prior;
  Sets ours;
  Sets now;
};

Result<Scene> look_around(const AwsClient& client, const Json& input) {
  const auto work = read_work(input);
  if (!work) return tl::unexpected{work.error()};
  Scene scene{*work, {}, {}, {}};
  JsonReader reader{input, "a change of record sets"};
  JsonReader prior{reader.member("prior"), "what was captured"};
  scene.prior = prior.texts("sets");
  if (auto read = prior.finish(true); !read) return tl::unexpected{read.error()};
  auto ours = route53_shifted(scene.prior, work->shift);
  if (!ours) return tl::unexpected{ours.error()};
  scene.ours = std::move(*ours);
  auto now = present(client, *work);
  if (!now) return tl::unexpected{now.error()};
  scene.now = std::move(*now);
  return scene;
}

Result<Json> look(const AwsClient& client, const Json& input) {
  const auto scene = look_around(client, input);
  if (!scene) return tl::unexpected{scene.error()};
  std::string state = scene->now == scene->prior ? "gone" : "foreign";
  if (scene->now == scene->ours) state = "in_force";
  return Json{{"state", state}, {"sets", scene->now}};
}

Result<void> wait_for(const AwsClient& client, const std::string& change) {
  const std::string id = change.substr(change.rfind('/') + 1);  // "/change/C1"
  return client.wait_until("see the change in sync", [&]() -> Result<bool> {
    const auto seen =
        client.xml({.service = "route53", .path = "/2013-04-01/change/" + uri_encode(id)});
    if (!seen) return tl::unexpected{seen.error()};
    return seen->text_of("ChangeInfo/Status") == "INSYNC";
  });
}

Result<Json> make(const AwsClient& client, const Json& input, Sets Scene::* from,
                  Sets Scene::* to) {
  const auto scene = look_around(client, input);
  if (!scene) return tl::unexpected{scene.error()};
  const Sets& wanted = (*scene).*to;
  if (scene->now == wanted) return look(client, input);
  if (scene->now != (*scene).*from) {
    return fail(ErrorKind::refused, "change the record sets", scene->work.name,
                "somebody else has changed them: they are not what they were when looked at");
  }
  const auto answer = client.xml(
      {.service = "route53",
       .method = "POST",
       .path = fmt::format("/2013-04-01/hostedzone/{}/rrset/", uri_encode(scene->work.zone)),
       .body = route53_batch(scene->now, wanted, "gameday"),
       .repeatable = false});
  if (!answer) return tl::unexpected{answer.error()};
  if (auto done = wait_for(client, answer->text_of("ChangeInfo/Id")); !done) {
    return tl::unexpected{done.error()};
  }
  return look(client, input);
}

Result<Json> apply(const AwsClient& client, const Json& input) {
  return make(client, input, &Scene::prior, &Scene::ours);
}

Result<Json> revert(const AwsClient& client, const Json& input) {
  return make(client, input, &Scene::ours, &Scene::prior);
}

constexpr std::array k_verbs{AwsVerb{"capture", capture}, AwsVerb{"apply", apply},
                             AwsVerb{"look", look}, AwsVerb{"revert", revert}};

}  // namespace

const Agent k_agent_aws_route53{
    "aws_route53", "record sets of Route 53, changed and put back",
    [](const AgentCall& call) { return run_verb(call, k_verbs, real_aws_world()); }};

}  // namespace gameday
