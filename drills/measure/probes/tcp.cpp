// SPDX-License-Identifier: Apache-2.0
// Measures whether a TCP connection can be made: good = the handshake was completed. It is healed
// when packets reach the target again and something listens there.
#include <arpa/inet.h>

#include <cerrno>
#include <cstring>

#include "base/network.hpp"
#include "drills/measure/address_book.hpp"
#include "drills/measure/flight.hpp"
#include "drills/measure/fresh_socket.hpp"
#include "drills/measure/probes.hpp"
#include "drills/measure/targets.hpp"

namespace gameday {

namespace {

class TcpProbe final : public Probe {
 public:
  TcpProbe(ProbeSpec spec, Target target, SamplerLoop& loop)
      : m_spec(std::move(spec)),
        m_target(std::move(target)),
        m_loop(loop),
        m_addresses(loop, m_target.at, m_spec.client == "cached") {}

  void send(Instant intended, std::function<void(Sample)> done) override {
    auto flight = Flight::begin(m_loop, m_spec, intended, std::move(done));
    m_addresses.find([this, flight](Result<std::string> address, Duration took) {
      if (flight->ended()) return;
      flight->sample().lookup = took;
      if (!address) return flight->end(address.error().text());
      knock(flight, *address);
    });
  }

 private:
  void knock(const std::shared_ptr<Flight>& flight, const std::string& address) {
    UniqueFd fd = open_fresh_socket(family_of(address));
    const int begun = fd.valid() ? begin_connect(fd.get(), address, m_target.at.port) : errno;
    if (begun == 0) return succeed(*flight);
    if (begun != EINPROGRESS) return flight->end(strerror(begun));
    const int number = fd.get();
    flight->on_end([this, owned = std::make_shared<UniqueFd>(std::move(fd))] {
      m_loop.unwatch(owned->get());
      owned->reset();
    });
    m_loop.watch(number, {false, true}, [this, flight, number](Readiness) {
      const int error = socket_error(number);
      if (error != 0) return flight->end(strerror(error));
      succeed(*flight);
    });
  }

  void succeed(Flight& flight) {
    flight.sample().region = m_target.region;
    flight.end();
  }

  ProbeSpec m_spec;
  Target m_target;
  SamplerLoop& m_loop;
  AddressBook m_addresses;
};

Result<std::unique_ptr<Probe>> make(const ProbeSpec& spec, const Inventory& inventory,
                                    SamplerLoop& loop) {
  if (auto checked = check_probe(spec, k_without_pool); !checked)
    return tl::unexpected(checked.error());
  auto target = find_target(inventory, spec.params.get<std::string>("target"));
  if (!target) return tl::unexpected(target.error());
  if (auto known = check_resolvable(loop, target->at); !known) {
    return tl::unexpected(known.error());
  }
  return std::make_unique<TcpProbe>(spec, std::move(*target), loop);
}

const std::array k_params{
    ParamSpec{.name = "target",
              .required = true,
              .help = "a host of the inventory (\"region-b.db\") or \"address:port\""},
};

}  // namespace

const ProbeKind k_probe_tcp{"tcp", "a TCP connection is made", k_params, make, k_without_pool};

}  // namespace gameday
