// SPDX-License-Identifier: Apache-2.0
// Points records of a zone elsewhere by dynamic updates (RFC 2136), signed with a key (RFC 8945),
// at the name server that has the last word on it. The old records and their time to live are
// captured from that server; it makes the new ones, and the old ones again, only where the set is
// still the one that was looked at. Resolvers go on giving the old answer for as long as that time
// to live said.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "runbooks/traffic/records.hpp"
#include "runbooks/traffic_kinds.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{8000};

const ParamSpec k_params[] = {
    {.name = "server", .required = true, .help = "the name server, address or address:port"},
    {.name = "zone", .required = true, .help = "the zone that the records lie in"},
    {.name = "key", .required = true, .help = "name of the TSIG key, hmac-sha256"},
    {.name = "secret",
     .type = ParamType::secret,
     .required = true,
     .help = "its secret in base 64, as { file = ... } or { env = ... }"},
    {.name = "ttl",
     .type = ParamType::duration,
     .help = "time to live of the new records",
     .fallback = "that of the old ones"},
};

/// What the agent reads, up to the opening quote of what ends it; the secret is put in last.
Text brief(const TrafficManager& manager, const RecordShift& shift) {
  Json json{{"server", manager.params.get<std::string>("server")},
            {"zone", manager.params.get<std::string>("zone")},
            {"key", manager.params.get<std::string>("key")},
            {"name", shift.name},
            {"type", shift.type}};
  std::string head = json.dump();
  head.pop_back();
  return {head + R"(,"secret":")", manager.params.get<SecretRef>("secret"), std::string{"\""}};
}

Action call(const TrafficManager& manager, const char* verb, Text input, const Text& more) {
  input.insert(input.end(), more.begin(), more.end());
  return {{manager.host},
          k_deadline,
          Exec{{"@gameday", "agent", "dns_update", "--", std::string{verb}}, std::move(input)}};
}

/// The same for both ways, so that the undo cannot drift.
Action set(const TrafficManager& manager, const RecordShift& shift, Arg from, Arg to, Arg ttl) {
  return call(manager, "set", brief(manager, shift),
              {std::string{R"(,"from":)"}, std::move(from), std::string{R"(,"to":)"}, std::move(to),
               std::string{R"(,"ttl":)"}, std::move(ttl), std::string{"}"}});
}

Change shift_record(const TrafficManager& manager, const ShiftSpec& spec, const TrafficSlot& slot,
                    const RecordShift& shift) {
  const Action look = call(manager, "look", brief(manager, shift), {std::string{"}"}});
  const std::string values = Json(shift.values).dump();
  const Arg old_values = Captured{"/json/values"};
  const Arg old_ttl = Captured{"/json/ttl"};
  Arg ttl = old_ttl;
  if (manager.params.has("ttl")) {
    const auto given = manager.params.get<Duration>("ttl");
    ttl = std::to_string(std::chrono::ceil<std::chrono::seconds>(given).count());
  }
  Change change = record_change(manager, spec, slot, shift);
  change.capture = look;
  change.capture_fields = {"json"};
  change.apply = set(manager, shift, old_values, values, ttl);
  change.verify = {.look = look,
                   .in_force = {.status = 0, .contains = {values}},
                   .gone = {.status = 0, .contains = {old_values}}};
  change.revert = set(manager, shift, values, old_values, old_ttl);
  return change;
}

}  // namespace

const TrafficKind k_traffic_rfc2136{
    .name = "rfc2136",
    .summary = "records of a zone, changed by signed dynamic updates at their name server",
    .params = k_params,
    .needs_host = false,
    .slots = SlotForm::record,
    .shift = [](const TrafficManager& manager, const ShiftSpec& spec) {
      return shift_records(manager, spec, shift_record);
    }};

}  // namespace gameday
