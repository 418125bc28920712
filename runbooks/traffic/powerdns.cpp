// SPDX-License-Identifier: Apache-2.0
// Points records of a zone elsewhere through the HTTP API of an authoritative PowerDNS. The old
// records and their time to live are captured from it; it is told the new ones, and the old ones
// again, only where the set is still the one that was looked at (the API itself compares nothing,
// so somebody else's change between the last look and the request, some milliseconds, would be
// lost). Resolvers go on giving the old answer for as long as that time to live said.
#include "runbooks/traffic/records.hpp"
#include "runbooks/traffic_kinds.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    {.name = "url",
     .required = true,
     .help = "of the server in the API: http://10.0.0.1:8081/api/v1/servers/localhost"},
    {.name = "zone", .required = true, .help = "the zone that the records lie in"},
    {.name = "secret",
     .type = ParamType::secret,
     .required = true,
     .help = "the API's key, as { file = ... } or { env = ... }"},
    record_ttl_param(),
};

Change shift_record(const TrafficManager& manager, const ShiftSpec& spec, const TrafficSlot& slot,
                    const RecordShift& shift) {
  return agent_change(manager, spec, slot, shift,
                      {"pdns_records",
                       {{"url", manager.params.get<std::string>("url")},
                        {"zone", manager.params.get<std::string>("zone")}},
                       manager.params.get<SecretRef>("secret")});
}

}  // namespace

const TrafficKind k_traffic_powerdns{
    .name = "powerdns",
    .summary = "records of a zone, changed through the HTTP API of PowerDNS",
    .params = k_params,
    .needs_host = false,
    .slots = SlotForm::record,
    .shift = [](const TrafficManager& manager, const ShiftSpec& spec) {
      return shift_records(manager, spec, shift_record);
    }};

}  // namespace gameday
