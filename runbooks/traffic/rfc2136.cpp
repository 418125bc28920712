// SPDX-License-Identifier: Apache-2.0
// Points records of a zone elsewhere by dynamic updates (RFC 2136), signed with a key (RFC 8945),
// at the name server that has the last word on it. The old records and their time to live are
// captured from that server; it makes the new ones, and the old ones again, only where the set is
// still the one that was looked at. Resolvers go on giving the old answer for as long as that time
// to live said.
#include "runbooks/traffic/records.hpp"
#include "runbooks/traffic_kinds.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    {.name = "server", .required = true, .help = "the name server, address or address:port"},
    {.name = "zone", .required = true, .help = "the zone that the records lie in"},
    {.name = "key", .required = true, .help = "name of the TSIG key, hmac-sha256"},
    {.name = "secret",
     .type = ParamType::secret,
     .required = true,
     .help = "its secret in base 64, as { file = ... } or { env = ... }"},
    record_ttl_param(),
};

Change shift_record(const TrafficManager& manager, const ShiftSpec& spec, const TrafficSlot& slot,
                    const RecordShift& shift) {
  return agent_change(manager, spec, slot, shift,
                      {"dns_update",
                       {{"server", manager.params.get<std::string>("server")},
                        {"zone", manager.params.get<std::string>("zone")},
                        {"key", manager.params.get<std::string>("key")}},
                       manager.params.get<SecretRef>("secret")});
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
