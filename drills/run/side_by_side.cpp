// SPDX-License-Identifier: Apache-2.0
#include "drills/run/side_by_side.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

namespace gameday {
namespace {

/// What the threads of one call share.
class Work {
 public:
  Work(const std::vector<Lane>& lanes, const std::function<bool(std::size_t)>& work)
      : m_lanes(lanes), m_work(work) {}

  /// Takes one lane after the other until there is none left or one has failed.
  void carry_on() {
    for (std::size_t lane = m_next++; lane < m_lanes.size() && !m_stopped; lane = m_next++) {
      for (const std::size_t position : m_lanes[lane]) {
        if (m_stopped || !do_one(position)) return;
      }
    }
  }

  void hand_on() const {
    if (m_thrown) std::rethrow_exception(m_thrown);
  }

 private:
  bool do_one(std::size_t position) {
    try {
      if (m_work(position)) return true;
    } catch (...) {
      const std::lock_guard lock{m_mutex};
      if (!m_thrown) m_thrown = std::current_exception();
    }
    m_stopped = true;
    return false;
  }

  const std::vector<Lane>& m_lanes;
  const std::function<bool(std::size_t)>& m_work;
  std::atomic<std::size_t> m_next = 0;
  std::atomic<bool> m_stopped = false;
  std::mutex m_mutex;
  std::exception_ptr m_thrown;
};

}  // namespace

std::vector<Lane> lanes_by_host(const std::vector<std::string>& hosts) {
  std::vector<Lane> lanes;
  std::map<std::string, std::size_t> lane_of;
  for (std::size_t position = 0; position < hosts.size(); ++position) {
    const auto [found, is_new] = lane_of.emplace(hosts[position], lanes.size());
    if (is_new) lanes.emplace_back();
    lanes[found->second].push_back(position);
  }
  return lanes;
}

void side_by_side(const std::vector<Lane>& lanes, std::size_t width,
                  const std::function<bool(std::size_t)>& work) {
  Work shared{lanes, work};
  std::vector<std::thread> others;
  const std::size_t threads = std::min(std::max<std::size_t>(width, 1), lanes.size());
  try {
    while (others.size() + 1 < threads) others.emplace_back([&shared] { shared.carry_on(); });
  } catch (const std::system_error&) {
    // The system gives no more threads: those that there are do all of it.
  }
  shared.carry_on();
  for (std::thread& other : others) other.join();
  shared.hand_on();
}

}  // namespace gameday
