// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "drills/checks/alert_kind.hpp"
#include "drills/run/alert_tracker.hpp"
#include "world/http_listener.hpp"
#include "world/world.hpp"

namespace gameday {

/// One monitor and the alerts of the drill that it is asked about, or that come to it.
struct AlertWatchSetup {
  Contact monitor;
  std::vector<std::pair<std::uint64_t, AlertSpec>> alerts;  ///< with their places in the drill
  Performer& performer;
  Clock& clock;
  std::function<Result<void>()> enter = {};  ///< joins the network from which it is asked
  std::function<void(EventBody)> post;       ///< from its thread
};

/// What is known of an alert now.
struct AlertNow {
  std::string name;
  std::string monitor;
  bool must_not = false;
  AlertState state = AlertState::unreachable;
  std::vector<std::string> why;
};

/// Watches one monitor on a thread of its own, so that one that does not answer delays no other.
/// Asks again and again, or listens for pages (the kind `webhook`).
class AlertWatch {
 public:
  /// Errors: bad_input; failed, where its network cannot be entered, or nobody can listen there, or
  /// its token cannot be read.
  [[nodiscard]] static Result<std::unique_ptr<AlertWatch>> start(AlertWatchSetup setup);
  ~AlertWatch() { (void)stop(); }
  AlertWatch(const AlertWatch&) = delete;
  AlertWatch& operator=(const AlertWatch&) = delete;

  [[nodiscard]] std::vector<AlertNow> now() const;
  /// The port that a listener listens on; 0 where it is asked instead.
  [[nodiscard]] int port() const { return m_listener ? m_listener->port() : 0; }
  /// Ends the watching and tells of it; empty the second time.
  [[nodiscard]] std::vector<events::AlertWatched> stop();

 private:
  AlertWatch(AlertWatchSetup setup, const AlertKind& kind);

  [[nodiscard]] Result<void> open();
  void watch(const std::stop_token& stopped);
  void listen(const std::stop_token& stopped);
  void look(std::size_t which);
  [[nodiscard]] int take_page(const HeardRequest& request);
  [[nodiscard]] std::vector<std::string> why_kept(const AlertLook& look);
  void note(std::optional<events::AlertMoved> moved);

  AlertWatchSetup m_setup;
  const AlertKind& m_kind;
  std::string m_token;
  std::optional<HttpListener> m_listener;
  std::map<std::string, std::string> m_silences;  ///< who made them, by id
  mutable std::mutex m_mutex;                     ///< of the trackers
  std::vector<AlertTracker> m_trackers;
  std::jthread m_thread;
};

}  // namespace gameday
