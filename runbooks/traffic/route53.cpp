// SPDX-License-Identifier: Apache-2.0
// Points clients elsewhere by record sets of Amazon Route 53: new values of a simple record, or
// which of several weighted or failover records they get. The old sets are captured whole, and come
// back whole; each change names the old ones exactly, so that Route 53 itself refuses it where
// somebody else has changed them. It is done when all of Route 53's servers have it (INSYNC);
// resolvers go on giving the old answer for as long as its time to live said.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "runbooks/traffic/records.hpp"
#include "runbooks/traffic_kinds.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_look_deadline{30'000};
constexpr std::chrono::milliseconds k_change_deadline{180'000};
/// The agent ends by itself before it is ended.
constexpr std::chrono::seconds k_margin{2};

const ParamSpec k_params[] = {
    {.name = "zone", .required = true, .help = "id of the hosted zone, Z0123456789"},
    {.name = "by",
     .help = "what is changed: the values of one simple record; or the weight, or the failover "
             "role, of records that a slot names by their set identifiers",
     .fallback = "values",
     .one_of = {"values", "weight", "failover"}},
    {.name = "weight",
     .type = ParamType::integer,
     .help = "of the chosen record; the others get 0",
     .fallback = "100"},
    {.name = "endpoint",
     .help = "URL that is asked instead of AWS's own",
     .fallback = "AWS_ENDPOINT_URL, else AWS's own"},
    {.name = "profile",
     .help = "profile of the shared credentials files",
     .fallback = "the usual chain: environment, web identity, AWS_PROFILE, this machine"},
    record_ttl_param(),
};

/// What the agent reads, without its closing brace.
std::string brief(const TrafficManager& manager, const RecordShift& shift,
                  std::chrono::milliseconds deadline) {
  const Params& params = manager.params;
  // Route 53 is one for all regions, and signed for as in this one.
  Json json{{"aws", {{"region", "us-east-1"}}},
            {"deadline_s", (std::chrono::floor<std::chrono::seconds>(deadline) - k_margin).count()},
            {"zone", params.get<std::string>("zone")},
            {"name", shift.name},
            {"type", shift.type},
            {"by", params.get<std::string>("by", "values")},
            {"to", shift.values},
            {"weight", params.get<std::int64_t>("weight", 100)}};
  for (const char* key : {"endpoint", "profile"}) {
    if (params.has(key)) json["aws"][key] = params.get<std::string>(key);
  }
  if (params.has("ttl")) {
    json["ttl"] = std::chrono::ceil<std::chrono::seconds>(params.get<Duration>("ttl")).count();
  }
  std::string text = json.dump();
  text.pop_back();
  return text;
}

Action call(const TrafficManager& manager, const RecordShift& shift, const std::string& verb) {
  const bool changes = verb == "apply" || verb == "revert";
  const auto deadline = changes ? k_change_deadline : k_look_deadline;
  Text input{brief(manager, shift, deadline)};
  if (verb != "capture") {
    input.emplace_back(std::string{R"(,"prior":)"});
    input.emplace_back(Captured{"/json"});
  }
  input.emplace_back(std::string{"}"});
  return {{manager.host},
          deadline,
          Exec{{"@gameday", "agent", "aws_route53", "--", verb}, std::move(input)}};
}

Change shift_sets(const TrafficManager& manager, const ShiftSpec& spec, const TrafficSlot& slot,
                  const RecordShift& shift) {
  Change change = record_change(manager, spec, slot, shift);
  change.capture = call(manager, shift, "capture");
  change.capture_fields = {"json"};
  change.apply = call(manager, shift, "apply");
  change.verify = {.look = call(manager, shift, "look"),
                   .in_force = {.status = 0, .contains = {R"("state":"in_force")"}},
                   .gone = {.status = 0, .contains = {R"("state":"gone")"}}};
  change.revert = call(manager, shift, "revert");
  return change;
}

Result<std::vector<Change>> shift(const TrafficManager& manager, const ShiftSpec& spec) {
  if (manager.params.get<std::string>("by", "values") == "values") {
    return shift_records(manager, spec, shift_sets);
  }
  return shift_records(manager, spec, shift_sets, read_record_choice);
}

}  // namespace

const TrafficKind k_traffic_route53{
    .name = "route53",
    .summary = "records of Amazon Route 53: their values, weights or failover roles",
    .params = k_params,
    .needs_host = false,
    .slots = SlotForm::record,
    .shift = shift};

}  // namespace gameday
