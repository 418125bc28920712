// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "base/params.hpp"
#include "drills/measure/sampler.hpp"

namespace gameday {

class SamplerLoop;

/// The writing side of a ledger on a sampler's loop. Numbers are never used twice.
class LedgerWriter {
 public:
  virtual ~LedgerWriter() = default;
  /// Starts one write. `done` is called once, at the latest when the timeout has passed.
  virtual void send(std::int64_t id, Instant intended, std::function<void(Write)> done) = 0;
};

/// A kind of ledger: how its table is made and dropped, written and read.
struct LedgerKind {
  std::string_view name;
  std::string_view summary;
  std::span<const ParamSpec> params;
  /// Makes the table as a change with an undo. Pure.
  Change (*make_table)(const LedgerSpec& spec, const std::string& table);
  /// Errors: bad_input.
  Result<std::unique_ptr<LedgerWriter>> (*make_writer)(const LedgerTarget& target,
                                                       const Inventory& inventory,
                                                       SamplerLoop& loop);
  /// Reads every id on a node, in one snapshot, over the control path; ids are the first column.
  Action (*read)(const LedgerSpec& spec, const std::string& table, const std::string& node);
  /// Asks a node whether it accepts writes: first cell "t".
  Action (*is_writable)(const LedgerSpec& spec, const std::string& node);
  /// Asks the primary whether a standby streams (first cell "t") and how far the furthest behind
  /// lags, in microseconds (second cell).
  Action (*look_at_replication)(const std::string& database, const std::string& node);
  /// Lists the tables of any run's ledgers in a database: their names are the first column.
  Action (*list_tables)(const std::string& database);
};

}  // namespace gameday
