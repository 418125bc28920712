// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/inventory.hpp"
#include "base/params.hpp"
#include "runbooks/traffic.hpp"

// What the kinds share that send clients elsewhere by records of the DNS.
namespace gameday {

/// One set of records and what it is to be.
struct RecordShift {
  std::string name;                 ///< without its last dot
  std::string type;                 ///< "A", "AAAA", "CNAME"
  std::vector<std::string> values;  ///< sorted; addresses as inet_ntop writes them
};

/// Reads a slot "name" or "name/TYPE" (A where it does not say) and its value or values, with
/// commas between, for the region. Errors: bad_input.
[[nodiscard]] Result<RecordShift> read_record_shift(const TrafficManager& manager,
                                                    const TrafficSlot& slot, const ShiftSpec& spec);

/// Reads the slot's name and type alike, and its one value for the region as it is: the name of one
/// of several records. Errors: bad_input.
[[nodiscard]] Result<RecordShift> read_record_choice(const TrafficManager& manager,
                                                     const TrafficSlot& slot,
                                                     const ShiftSpec& spec);

/// The change without its actions: id, words, and that it is held.
[[nodiscard]] Change record_change(const TrafficManager& manager, const ShiftSpec& spec,
                                   const TrafficSlot& slot, const RecordShift& shift);

/// An agent that looks at a set of records and makes it another one if it is still what it was. It
/// reads JSON: the brief, a "secret", "name" and "type", and for the verb `set` besides "from" and
/// "to" (lists of values) and "ttl" (seconds). Both verbs print {"ttl":5,"values":["10.77.1.20"]}.
struct RecordAgent {
  std::string name;
  std::vector<std::pair<std::string, std::string>> brief;
  SecretRef secret;
};

/// A set of records changed by such an agent, from the manager's host; its new time to live is the
/// manager's parameter `ttl`, else the old one.
[[nodiscard]] Change agent_change(const TrafficManager& manager, const ShiftSpec& spec,
                                  const TrafficSlot& slot, const RecordShift& shift,
                                  const RecordAgent& agent);

/// The parameter `ttl`.
[[nodiscard]] ParamSpec record_ttl_param();

using MakeRecordChange = Change (*)(const TrafficManager&, const ShiftSpec&, const TrafficSlot&,
                                    const RecordShift&);
using ReadRecordShift = Result<RecordShift> (*)(const TrafficManager&, const TrafficSlot&,
                                                const ShiftSpec&);

/// One change for each slot, read by `read` and made by `make`. Errors: bad_input.
[[nodiscard]] Result<std::vector<Change>> shift_records(const TrafficManager& manager,
                                                        const ShiftSpec& spec,
                                                        MakeRecordChange make,
                                                        ReadRecordShift read = read_record_shift);

}  // namespace gameday
