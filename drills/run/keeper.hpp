// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/action.hpp"
#include "drills/run/keeper_core.hpp"
#include "drills/run/recovery.hpp"

namespace gameday {

/// gameday's end of the keeper: starts the process (`gameday keeper RUN_FOLDER`, its own session,
/// the socket on a descriptor), sends it what must be held (Netfilter actions), and heartbeats. As
/// a Performer it carries out Netfilter actions through the keeper and the rest by `direct`; once
/// the keeper is gone, all of them by `direct`. Perform may be called from any thread. Destroyed
/// without dismiss(), it leaves the keeper to revert what is in force.
class KeeperLink : public Performer {
 public:
  /// The keeper reads journal and frozen inventory from the run's folder; both must be there. An
  /// empty binary is this program itself. Returns once it holds on; one that does not say so in
  /// time is ended. Errors: failed, timeout.
  static Result<std::unique_ptr<KeeperLink>> start(
      const std::filesystem::path& run_folder, Performer& direct,
      const std::filesystem::path& binary = {},
      std::chrono::milliseconds patience = std::chrono::seconds{5});
  /// One beat from the conductor's loop; never blocks. The keeper reverts all if none comes for
  /// k_heartbeat_limit.
  virtual void beat() = 0;
  /// Not empty once the keeper is gone: why.
  [[nodiscard]] virtual std::string lost() const = 0;
  /// The run is over and the journal closed: the keeper leaves without reverting anything.
  virtual void dismiss() = 0;
  [[nodiscard]] virtual std::int64_t pid() const = 0;
};

/// The descriptor on which a keeper finds its socket.
inline constexpr int k_keeper_socket = 3;

/// The keeper's main: serves held actions; on end of file, a missing heartbeat or a change past its
/// deadline it ends gameday where it still lives, takes the journal and reverts (fence first).
/// Gives the exit status: 0, or 3 where something may still be in force, or 70.
int keeper_main(const std::filesystem::path& run_folder, int socket, const LabIsGone& lab_is_gone);

/// Who keeps a run: <run folder>/keeper.json.
struct KeeperMark {
  std::string run_id;
  std::int64_t pid = 0;
  std::uint64_t start_time = 0;
};
[[nodiscard]] Result<void> write_keeper_mark(const std::filesystem::path& run_folder,
                                             const KeeperMark& mark);
/// Nothing where there is none, or it cannot be read.
[[nodiscard]] std::optional<KeeperMark> read_keeper_mark(const std::filesystem::path& run_folder);

}  // namespace gameday
