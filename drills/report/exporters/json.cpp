// SPDX-License-Identifier: Apache-2.0
// scorecard.json: the scorecard for machines, byte for byte the same for the same record.
#include <nlohmann/json.hpp>

#include "drills/report/exporters.hpp"

namespace gameday {
namespace {

std::string write(const Scorecard& card, const Record& /*record*/) {
  return to_json(card).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

const Exporter k_exporter_json{"json", "the scorecard for machines, with a schema", "json", write};

}  // namespace gameday
