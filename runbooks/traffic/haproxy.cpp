// SPDX-License-Identifier: Apache-2.0
// Moves server slots of an HAProxy to another address through its runtime socket, brings them to
// the state ready, and ends sessions that are still open to the old place. What it did is held like
// all that a failover does; an abort before the point of no return takes it back. A slot that was
// in maintenance is ready after the way back, too.
#include <fmt/format.h>

#include "base/network.hpp"
#include "runbooks/traffic_kinds.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{3000};

/// Names stand in commands: no blanks, no ";" that would begin another one.
bool is_name(std::string_view name) {
  constexpr std::string_view k_allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:";
  return !name.empty() && name.find_first_not_of(k_allowed) == name.npos;
}

/// A slot's two names, and the cells of `show servers state` that hold where it points.
struct Slot {
  std::string backend;
  std::string server;

  [[nodiscard]] std::string name() const { return backend + "/" + server; }
  [[nodiscard]] std::string address_cell() const { return fmt::format("5[4={}]", server); }
  [[nodiscard]] std::string port_cell() const { return fmt::format("19[4={}]", server); }
};

Result<Slot> parse_slot(const TrafficManager& manager, const std::string& name) {
  const std::size_t slash = std::min(name.find('/'), name.size());
  Slot slot{name.substr(0, slash), name.substr(std::min(slash + 1, name.size()))};
  if (is_name(slot.backend) && is_name(slot.server)) return slot;
  return fail(ErrorKind::bad_input, "shift the traffic", manager.name,
              fmt::format("\"{}\" is no backend/server", name));
}

Result<Endpoint> address_for(const TrafficManager& manager, const TrafficSlot& slot,
                             const std::string& region) {
  const auto found = slot.by_region.find(region);
  if (found == slot.by_region.end()) {
    return fail(ErrorKind::bad_input, "shift the traffic", manager.name,
                fmt::format("slot {} has no address for \"{}\"", slot.name, region),
                "add it to the slot in the inventory");
  }
  auto address = parse_endpoint(found->second);
  if (address && !parse_network(address->address)) {
    return fail(ErrorKind::bad_input, "shift the traffic", manager.name,
                fmt::format("\"{}\" is no IP address, and only those can be set at run time",
                            address->address));
  }
  return address;
}

/// One line: a plain runtime connection carries out one, with commands parted by ";". The same for
/// both ways, so that the undo cannot drift.
Exchange point_to(const TrafficManager& manager, const Slot& slot, Arg address, Arg port,
                  bool shut_sessions) {
  Text line{fmt::format("set server {} addr ", slot.name()), std::move(address),
            std::string{" port "}, std::move(port),
            fmt::format(";set server {} state ready", slot.name())};
  if (shut_sessions) line.push_back(fmt::format(";shutdown sessions server {}", slot.name()));
  return {manager.socket, {std::move(line)}};
}

Match points_to(const Slot& slot, Arg address, Arg port) {
  return {
      .cells = {{slot.address_cell(), std::move(address)}, {slot.port_cell(), std::move(port)}}};
}

Change shift_slot(const TrafficManager& manager, const ShiftSpec& spec, const Slot& slot,
                  const Endpoint& to) {
  const auto act = [&](Exchange exchange) {
    return Action{{manager.host}, k_deadline, std::move(exchange)};
  };
  const Action look = act({manager.socket, {{"show servers state " + slot.backend}}});
  const Arg old_address = Captured{"/address"};
  const Arg old_port = Captured{"/port"};
  const std::string port = std::to_string(to.port);
  Change change;
  change.id = fmt::format("step.{}.{}", spec.step, slot.name());
  change.summary = fmt::format("point {} of {} to {}:{} ({})", slot.name(), manager.name,
                               to.address, port, spec.to);
  change.capture = look;
  change.capture_fields = {"address@" + slot.address_cell(), "port@" + slot.port_cell()};
  change.apply = act(point_to(manager, slot, to.address, port, spec.shut_sessions));
  change.verify = {.look = look,
                   .in_force = points_to(slot, to.address, port),
                   .gone = points_to(slot, old_address, old_port)};
  change.revert = act(point_to(manager, slot, old_address, old_port, spec.shut_sessions));
  change.on_death = Fate::hold;
  change.on_abort = Fate::hold;
  return change;
}

Result<std::vector<Change>> shift(const TrafficManager& manager, const ShiftSpec& spec) {
  std::vector<Change> changes;
  for (const TrafficSlot& slot : manager.slots) {
    const auto names = parse_slot(manager, slot.name);
    if (!names) return tl::unexpected{names.error()};
    const auto to = address_for(manager, slot, spec.to);
    if (!to) return tl::unexpected{to.error()};
    changes.push_back(shift_slot(manager, spec, *names, *to));
  }
  if (changes.empty()) {
    return fail(ErrorKind::bad_input, "shift the traffic", manager.name, "it has no slots");
  }
  return changes;
}

}  // namespace

const TrafficKind k_traffic_haproxy{
    .name = "haproxy",
    .summary = "server slots of an HAProxy, moved through its runtime socket",
    .shift = shift,
};

}  // namespace gameday
