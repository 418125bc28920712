// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/drills/measure/support/collector.hpp"
#include "tests/drills/measure/support/test_server.hpp"
#include "tests/drills/measure/support/truth.hpp"
#include "tests/regions/support/lab.hpp"

// Many services of a lab, watched at once by probes of several periods.
namespace gameday::regions {

inline constexpr std::size_t k_services = 20;

/// Services in a zone of the lab, and the probes that ask them from where the clients are. Root
/// only: it lets threads of the test itself into the lab's networks.
class Watchers {
 public:
  /// The services listen on an address of the zone, each on a port of its own. Watching has begun
  /// when it returns: every probe was answered.
  Watchers(const Lab& lab, const std::string& zone, const std::string& address);

  [[nodiscard]] std::list<test::TestServer>& services() { return m_services; }
  /// All outages are over: goes on watching until each has held for twenty periods of its probe,
  /// and holds each against the truth.
  void finish(const std::vector<test::Truth>& truths);

 private:
  void start(const Lab& lab, std::chrono::milliseconds every);
  void await_more(std::chrono::milliseconds every, std::size_t samples);
  void stop_and_check(std::chrono::milliseconds every, const std::vector<test::Truth>& truths);

  std::list<test::TestServer> m_services;
  test::Collector m_collector;
  std::map<std::chrono::milliseconds, std::unique_ptr<Sampler>> m_samplers;
};

}  // namespace gameday::regions
