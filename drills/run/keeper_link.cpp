// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>

#include "drills/run/keeper.hpp"
#include "drills/run/keeper_frames.hpp"
#include "drills/run/keeper_spawn.hpp"
#include "world/deadline.hpp"
#include "world/host_argv.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

constexpr auto k_answer_grace = 1s;
constexpr auto k_beat_every = 200ms;
constexpr auto k_beat_patience = 100ms;
constexpr auto k_leave_patience = 5s;

class Link final : public KeeperLink {
 public:
  Link(SpawnedKeeper keeper, Performer& direct, Inventory inventory)
      : m_keeper(std::move(keeper)),
        m_direct(direct),
        m_inventory(std::move(inventory)),
        m_beat(frame({{"beat", true}})) {}
  ~Link() override {
    m_keeper.socket.reset();
    reap(WNOHANG);
  }

  Result<void> await_ready(std::chrono::milliseconds patience);
  /// Ends a process that is no keeper, or none yet: nothing is held by it.
  void end();
  Result<Outcome> perform(const Action& action) override;
  void beat() override;
  std::string lost() const override {
    const std::lock_guard lock{m_why_mutex};
    return m_why_lost;
  }
  void dismiss() override;
  std::int64_t pid() const override { return m_keeper.pid; }

 private:
  Result<Json> next_message(const Deadline& deadline);
  Result<Outcome> ask(const Action& action, const Deadline& deadline);
  void lose(const std::string& why);
  void reap(int options);

  SpawnedKeeper m_keeper;
  Performer& m_direct;
  Inventory m_inventory;
  std::string m_beat;
  std::timed_mutex m_turn;     ///< one action at a time is under way
  std::timed_mutex m_sending;  ///< frames go out whole
  FrameReader m_reader;        ///< for whoever has the turn
  std::uint64_t m_number = 0;
  std::chrono::steady_clock::time_point m_last_beat{};
  mutable std::mutex m_why_mutex;
  std::string m_why_lost;
};

void Link::lose(const std::string& why) {
  const std::lock_guard lock{m_why_mutex};
  if (m_why_lost.empty()) m_why_lost = why;
}

void Link::reap(int options) {
  siginfo_t info{};
  ::waitid(P_PID, static_cast<id_t>(m_keeper.pid), &info, WEXITED | options);
}

Result<Json> Link::next_message(const Deadline& deadline) {
  while (true) {
    if (auto message = m_reader.next()) return std::move(*message);
    const Moved moved = m_reader.broken()
                            ? Moved::closed
                            : receive_some(m_keeper.socket.get(), m_reader, deadline.left());
    if (moved == Moved::late) {
      return fail(ErrorKind::timeout, "hear from the keeper", "", "it does not answer");
    }
    if (moved == Moved::closed) {
      lose("the keeper has ended");
      return fail(ErrorKind::timeout, "hear from the keeper", "", "it has ended",
                  "whether it did what it was asked to is not known");
    }
  }
}

Result<void> Link::await_ready(std::chrono::milliseconds patience) {
  const auto message = next_message(Deadline{patience});
  if (!message) return tl::unexpected(message.error());
  if (message->contains("ready")) return {};
  return fail(ErrorKind::failed, "start the keeper", "",
              message->value("failed", std::string{"it gave no reason"}));
}

void Link::end() {
  ::syscall(SYS_pidfd_send_signal, m_keeper.pidfd.get(), SIGKILL, nullptr, 0);
  pollfd ended{m_keeper.pidfd.get(), POLLIN, 0};
  if (::poll(&ended, 1, Deadline{k_leave_patience}.poll_ms()) > 0) reap(0);
}

/// An answer to an earlier action, one that was given up, is passed over.
Result<Outcome> Link::ask(const Action& action, const Deadline& deadline) {
  const std::uint64_t number = ++m_number;
  const std::string bytes = frame({{"do", number}, {"action", to_json(action)}});
  {
    const std::lock_guard lock{m_sending};
    const Moved sent = send_all(m_keeper.socket.get(), bytes, deadline.left());
    if (sent != Moved::done) {
      lose(sent == Moved::late ? "the keeper takes nothing any more" : "the keeper has ended");
      return fail(ErrorKind::timeout, "ask the keeper", action.host.name, "it took no more");
    }
  }
  while (true) {
    const auto message = next_message(deadline);
    if (!message) return tl::unexpected(message.error());
    if (message->value("done", std::uint64_t{0}) == number) return read_answer(*message);
  }
}

/// On another machine nothing can be held, and many hosts must not wait for one another. Without
/// its keeper a run is aborted, and what it cut must still be lifted by somebody.
Result<Outcome> Link::perform(const Action& action) {
  const bool is_held = std::holds_alternative<Netfilter>(action.what);
  if (!is_held || is_elsewhere(m_inventory, action.host)) return m_direct.perform(action);
  const Deadline deadline{action.deadline + k_answer_grace};
  const std::unique_lock turn{m_turn, deadline.left()};
  if (!turn.owns_lock()) {
    return fail(ErrorKind::failed, "ask the keeper", action.host.name,
                "it is busy with another action", "nothing was done");
  }
  if (!lost().empty()) return m_direct.perform(action);
  return ask(action, deadline);
}

/// Beats wait in the socket while the keeper is at an action; sent too often they would fill it.
void Link::beat() {
  const auto now = std::chrono::steady_clock::now();
  if (now - m_last_beat < k_beat_every) return;
  m_last_beat = now;
  pollfd ended{m_keeper.pidfd.get(), POLLIN, 0};
  if (::poll(&ended, 1, 0) > 0) return lose("the keeper has ended");
  const std::unique_lock sending{m_sending, std::try_to_lock};
  if (!sending.owns_lock()) return;
  const Moved sent = send_all(m_keeper.socket.get(), m_beat, k_beat_patience);
  if (sent == Moved::closed) lose("the keeper has ended");
  if (sent == Moved::late) lose("the keeper takes nothing any more");
}

void Link::dismiss() {
  {
    const std::unique_lock sending{m_sending, k_beat_patience};
    if (sending.owns_lock()) {
      (void)send_all(m_keeper.socket.get(), frame({{"bye", true}}), k_beat_patience);
    }
  }
  pollfd ended{m_keeper.pidfd.get(), POLLIN, 0};
  if (::poll(&ended, 1, Deadline{k_leave_patience}.poll_ms()) > 0) reap(0);
}

}  // namespace

Result<std::unique_ptr<KeeperLink>> KeeperLink::start(const std::filesystem::path& run_folder,
                                                      Performer& direct,
                                                      const std::filesystem::path& binary,
                                                      std::chrono::milliseconds patience) {
  const std::string program = binary.empty() ? self_executable() : binary.string();
  auto spawned = spawn_keeper(program, run_folder);
  if (!spawned) return tl::unexpected(spawned.error());
  // A keeper that cannot read it says so itself.
  auto inventory = frozen_inventory(run_folder).value_or(Inventory{});
  auto link = std::make_unique<Link>(std::move(*spawned), direct, std::move(inventory));
  if (auto ready = link->await_ready(patience); !ready) {
    link->end();
    Error why = ready.error();
    why.next = fmt::format("see {}", (run_folder / "keeper.log").string());
    return tl::unexpected(std::move(why));
  }
  return link;
}

}  // namespace gameday
