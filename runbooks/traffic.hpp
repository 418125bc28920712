// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"
#include "base/inventory.hpp"

namespace gameday {

/// A shift of clients from one region to another.
struct ShiftSpec {
  std::string step;  ///< name of the step, for the ids of the changes
  std::string to;    ///< region
  bool shut_sessions = true;
};

/// What the slots of a manager are, as its inventory writes them.
enum class SlotForm {
  server,  ///< [traffic.x.slot."backend/server"]: region = "address:port"
  record,  ///< [traffic.x.slot."shop.example.com/AAAA"]: region = "value", or "value, value"
  none,    ///< it has none: its parameters say what it does
};

/// A kind of traffic manager: how to shift it, each shift a change with the old value captured.
struct TrafficKind {
  std::string_view name;
  std::string_view summary;
  std::span<const ParamSpec> params = {};  ///< keys of [traffic.x] besides kind, host and slot
  bool needs_host = true;                  ///< else without `host` it is reached from this machine
  SlotForm slots = SlotForm::server;
  /// One change for each slot. Errors: bad_input, where a slot has no address for the region.
  Result<std::vector<Change>> (*shift)(const TrafficManager& manager, const ShiftSpec& spec);
};

}  // namespace gameday
