// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "drills/record/sample.hpp"

/// Samples and writes as the members of a sealed line. Short names, times in ns, what is empty is
/// left out, because there are thousands a second:
/// p probe or w ledger, n write's number, i intended, s sent, d done, g good, o outcome, c code,
/// r region, e error, l lookup.
namespace gameday {

/// What sample_from reads back, once it is a line.
[[nodiscard]] std::string sample_members(std::string_view probe, const Sample& sample);
/// What write_from reads back, once it is a line.
[[nodiscard]] std::string write_members(std::string_view ledger, const Write& write);

/// A sample with the probe, or a write with the ledger, that it belongs to.
template <class T>
struct Named {
  std::string name;
  T value;
};

/// Nothing where the record is not one.
[[nodiscard]] std::optional<Named<Sample>> sample_from(const Json& record);
[[nodiscard]] std::optional<Named<Write>> write_from(const Json& record);

[[nodiscard]] std::string_view to_string(WriteResult result);

}  // namespace gameday
