// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/action.hpp"
#include "base/result.hpp"
#include "world/held_process.hpp"

namespace gameday {

/// One held `nft -i`: it keeps its netlink socket open, so an owner table made through it lives
/// exactly as long as this object, and nobody else can edit that table. For one thread at a time.
class NftSession {
 public:
  /// Starts it and sees that it answers. `argv` is the whole command, as host_argv gives it for
  /// {"nft", "-i"}. Errors: failed (nothing can have been changed), timeout.
  static Result<NftSession> start(std::vector<std::string> argv,
                                  std::chrono::milliseconds deadline);
  NftSession(NftSession&&) noexcept = default;
  NftSession& operator=(NftSession&&) = delete;
  /// Ends nft by end of file, then by signals.
  ~NftSession();

  /// Carries out transactions, a line each, and stops at the first that fails: not ok, `err` says
  /// which and why. `out` is what the last one printed. A timeout leaves the session usable: the
  /// next run first waits for what is still under way.
  /// Errors: bad_input (a transaction is not one line), timeout and the end of nft (the state of
  /// the world is not known: both are of kind timeout).
  [[nodiscard]] Result<Outcome> run(const std::vector<std::string>& transactions,
                                    std::chrono::milliseconds deadline);

  /// Whether nft still runs, without waiting.
  [[nodiscard]] bool alive();
  [[nodiscard]] pid_t pid() const { return m_process.pid(); }

 private:
  explicit NftSession(HeldProcess process) : m_process(std::move(process)) {}
  void send(const std::string& transaction);
  [[nodiscard]] Result<std::string> finish(const Deadline& deadline);

  HeldProcess m_process;
  std::uint64_t m_sequence = 0;
  std::string m_marker;  ///< of what is under way; empty = nothing
};

/// Carries out transactions through an `nft -i` of their own that ends with them, and owner tables
/// with it. Errors: as NftSession.
[[nodiscard]] Result<Outcome> run_netfilter_once(std::vector<std::string> argv,
                                                 const std::vector<std::string>& transactions,
                                                 std::chrono::milliseconds deadline);

/// Transactions as one script for `nft -f -`, which carries all of it out, or nothing.
[[nodiscard]] std::string netfilter_script(const std::vector<std::string>& transactions);

}  // namespace gameday
