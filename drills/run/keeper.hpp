// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "base/action.hpp"
#include "base/inventory.hpp"

namespace gameday {

inline constexpr std::chrono::seconds k_heartbeat_limit{5};
inline constexpr std::chrono::seconds k_revert_budget{10};

/// gameday's end of the keeper: starts the process (`gameday keeper RUN_FOLDER`, its own session,
/// the socket on a descriptor), sends it what must be held (Netfilter actions), and heartbeats. As
/// a Performer it carries out Netfilter actions through the keeper and the rest by `direct`.
class KeeperLink : public Performer {
 public:
  /// The keeper reads journal and frozen inventory from the run's folder. Errors: failed.
  static Result<std::unique_ptr<KeeperLink>> start(const std::filesystem::path& run_folder,
                                                   Performer& direct);
  /// One beat from the conductor's loop; the keeper reverts all if none comes for
  /// k_heartbeat_limit.
  virtual void beat() = 0;
  /// Not empty once the keeper is gone: why.
  [[nodiscard]] virtual std::string lost() const = 0;
  /// The run is over and the journal closed: the keeper leaves without reverting anything.
  virtual void dismiss() = 0;
  [[nodiscard]] virtual std::int64_t pid() const = 0;
};

/// The keeper's main: serves held actions; on end of file, a missing heartbeat or a change past its
/// deadline it takes the journal and reverts (fence first). Gives the exit status.
int keeper_main(const std::filesystem::path& run_folder, int socket);

}  // namespace gameday
