// SPDX-License-Identifier: Apache-2.0
#include "drills/run/keeper_watch.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "world/deadline.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

constexpr auto k_turn = 100ms;
constexpr auto k_answer_patience = 1s;
constexpr auto k_kill_patience = 3s;
/// gameday has closed its end but lives: it is on its way out, and lets go of the journal itself.
constexpr auto k_exit_patience = 500ms;
constexpr auto k_retry_pause = 300ms;
constexpr int k_most_receives = 64;

}  // namespace

KeeperWatch::KeeperWatch(KeeperSetup setup, World& world, const Inventory& inventory)
    : m_setup(std::move(setup)),
      m_world(&world),
      m_inventory(&inventory),
      m_last_beat(world.clock.boottime()) {}

void KeeperWatch::log(std::string_view text) const {
  if (m_setup.log) m_setup.log(text);
}

Result<KeeperWatch> KeeperWatch::open(KeeperSetup setup, World& world, const Inventory& inventory) {
  const auto file = setup.run_folder / "journal.jsonl";
  KeeperWatch watch{std::move(setup), world, inventory};
  watch.m_journal_file.reset(::open(file.c_str(), O_RDWR | O_CLOEXEC));
  if (!watch.m_journal_file.valid()) return fail_errno("open the journal", file, errno);
  watch.m_journal_path = fmt::format("/proc/self/fd/{}", watch.m_journal_file.get());
  auto content = read_journal(watch.m_journal_path);
  if (!content) return tl::unexpected(content.error());
  watch.m_journal = std::move(*content);
  auto gameday = ProcessHandle::open(watch.head().pid, watch.head().start_time);
  if (!gameday && gameday.error().kind != ErrorKind::absent) {
    return tl::unexpected(gameday.error());
  }
  if (gameday) watch.m_gameday = std::move(*gameday);
  return watch;
}

bool KeeperWatch::gameday_has_ended() const { return !m_gameday || m_gameday->has_ended(); }

void KeeperWatch::wait() const {
  std::array<pollfd, 2> sources{{{m_setup.socket, POLLIN, 0}, {-1, POLLIN, 0}}};
  if (m_gameday) sources[1].fd = m_gameday->fd();
  ::poll(sources.data(), sources.size(), static_cast<int>(k_turn.count()));
}

void KeeperWatch::serve() {
  for (int received = 0; received < k_most_receives; ++received) {
    const Moved moved = receive_some(m_setup.socket, m_reader, 0ms);
    while (auto message = m_reader.next()) handle(*message);
    if (moved == Moved::closed || m_reader.broken()) m_link_closed = true;
    if (moved != Moved::done) return;
  }
}

/// What a gameday that is dead by now asked for is not begun any more.
void KeeperWatch::handle(const Json& message) {
  if (message.contains("beat")) m_last_beat = m_world->clock.boottime();
  if (message.contains("bye")) m_dismissed = true;
  if (!message.contains("do") || m_link_closed || gameday_has_ended()) return;
  const auto action = action_from_json(message.value("action", Json{}));
  const Result<Outcome> outcome =
      action ? m_world->performer.perform(*action) : tl::unexpected(action.error());
  const std::string answer = frame(answer_message(message.value("do", std::uint64_t{0}), outcome));
  if (send_all(m_setup.socket, answer, k_answer_patience) != Moved::done) m_link_closed = true;
}

void KeeperWatch::refresh() {
  struct stat about{};
  if (::fstat(m_journal_file.get(), &about) != 0 || about.st_size == m_journal_size) return;
  auto content = read_journal(m_journal_path);
  if (!content) return;
  m_journal_size = about.st_size;
  m_journal = std::move(*content);
}

KeeperSight KeeperWatch::sight() const {
  return {.now = m_world->clock.boottime(),
          .last_beat = m_last_beat,
          .link_closed = m_link_closed || gameday_has_ended(),
          .dismissed = m_dismissed,
          .journal = &m_journal};
}

int KeeperWatch::run() {
  while (true) {
    serve();
    refresh();
    const KeeperDecision decision = decide(sight());
    if (decision.act != KeeperAct::wait) log(decision.why);
    if (decision.act == KeeperAct::leave) return 0;
    if (decision.act == KeeperAct::take_over) return take_over(decision);
    wait();
  }
}

Result<Journal> KeeperWatch::take_journal(bool gameday_hangs) {
  if (!gameday_hangs && !gameday_has_ended()) {
    auto journal = Journal::adopt(m_journal_path, k_exit_patience);
    if (journal || journal.error().kind != ErrorKind::timeout) return journal;
  }
  if (!gameday_has_ended()) {
    log("ending gameday, which still lives");
    if (auto ended = m_gameday->kill(k_kill_patience); !ended) {
      log(ended.error().text());
    }
  }
  return Journal::adopt(m_journal_path, k_revert_budget);
}

int KeeperWatch::take_over(const KeeperDecision& decision) {
  auto journal = take_journal(decision.gameday_may_live);
  if (!journal) {
    log(journal.error().text());
    return 3;
  }
  if (journal->content().closed) return 0;
  return revert_all(*journal);
}

/// What could not be reverted is tried again as long as recover waits for us.
int KeeperWatch::revert_all(Journal& journal) {
  const Deadline budget{m_setup.budget};
  Recovery done;
  do {
    done = revert_dead_run(*m_world, journal, *m_inventory, m_setup.lab_is_gone);
    for (const std::string& id : done.reverted) log("reverted " + id);
    for (const std::string& why : done.stuck) log("stuck " + why);
    if (!done.stuck.empty()) sleep_for(k_retry_pause);
  } while (!done.stuck.empty() && !budget.passed());
  if (may_be_forgotten(journal.content())) (void)remove_live_pointer(head().run_id);
  return done.stuck.empty() ? 0 : 3;
}

}  // namespace gameday
