// SPDX-License-Identifier: Apache-2.0
#include "drills/run/alert_watch.hpp"

#include <condition_variable>
#include <future>

#include "base/catalog.hpp"
#include "drills/checks/alert_kinds.hpp"
#include "world/secret.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_most_silences = 64;
constexpr int k_taken = 200;
constexpr int k_bad_page = 400;
constexpr int k_nobody_here = 404;

/// As long for a right guess as for a wrong one.
bool is_same(std::string_view given, std::string_view right) {
  unsigned difference = given.size() == right.size() ? 0 : 1;
  for (std::size_t i = 0; i < given.size() && i < right.size(); ++i) {
    difference |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(right[i]);
  }
  return difference == 0;
}

/// Waits until then, or until it is to stop.
void rest(const std::stop_token& stopped, std::chrono::nanoseconds time) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stopped, time, [] { return false; });
}

}  // namespace

AlertWatch::AlertWatch(AlertWatchSetup setup, const AlertKind& kind)
    : m_setup(std::move(setup)), m_kind(kind) {
  for (const auto& [index, alert] : m_setup.alerts) m_trackers.emplace_back(index, alert.name);
}

Result<std::unique_ptr<AlertWatch>> AlertWatch::start(AlertWatchSetup setup) {
  const AlertKind* kind = find_kind(alert_kinds(), setup.monitor.kind);
  if (kind == nullptr) {
    return fail(ErrorKind::bad_input, "watch", setup.monitor.name,
                "unknown kind " + setup.monitor.kind);
  }
  std::unique_ptr<AlertWatch> watch{new AlertWatch(std::move(setup), *kind)};
  std::promise<Result<void>> opened;
  std::future<Result<void>> answer = opened.get_future();
  watch->m_thread = std::jthread([&self = *watch, &opened](const std::stop_token& stopped) {
    const Result<void> ready = self.open();
    opened.set_value(ready);
    if (!ready) return;
    self.m_listener ? self.listen(stopped) : self.watch(stopped);
  });
  if (auto ready = answer.get(); !ready) return tl::unexpected(ready.error());
  return watch;
}

std::vector<AlertNow> AlertWatch::now() const {
  const std::lock_guard lock(m_mutex);
  std::vector<AlertNow> all;
  for (std::size_t i = 0; i < m_trackers.size(); ++i) {
    const AlertSpec& alert = m_setup.alerts[i].second;
    all.push_back({.name = alert.name,
                   .monitor = m_setup.monitor.name,
                   .must_not = alert.must_not,
                   .state = m_trackers[i].state(),
                   .why = m_trackers[i].why()});
  }
  return all;
}

std::vector<events::AlertWatched> AlertWatch::stop() {
  if (!m_thread.joinable()) return {};
  m_thread.request_stop();
  m_thread.join();
  std::vector<events::AlertWatched> all;
  for (AlertTracker& tracker : m_trackers) {
    if (m_listener) tracker.listened_until(m_setup.clock.now());
    all.push_back(tracker.watched());
  }
  return all;
}

/// On the watching thread, before it begins.
Result<void> AlertWatch::open() {
  if (m_setup.enter) {
    if (auto entered = m_setup.enter(); !entered) return entered;
  }
  if (m_kind.ask != nullptr) return {};
  Secrets secrets;
  auto token = secrets.read(m_setup.monitor.params.get<SecretRef>("token"));
  if (!token) return tl::unexpected(token.error());
  if (token->empty()) {
    return fail(ErrorKind::bad_input, "listen for pages", m_setup.monitor.name,
                "its token is empty");
  }
  m_token = std::move(*token);
  auto listener = HttpListener::open(m_setup.monitor.params.get<std::string>("listen"));
  if (!listener) return tl::unexpected(listener.error());
  m_listener.emplace(std::move(*listener));
  const std::lock_guard lock(m_mutex);
  for (AlertTracker& tracker : m_trackers) tracker.listens_since(m_setup.clock.now());
  return {};
}

void AlertWatch::watch(const std::stop_token& stopped) {
  const auto every = m_setup.monitor.params.get<Duration>("every", m_kind.every);
  Instant next = m_setup.clock.now();
  while (!stopped.stop_requested()) {
    for (std::size_t i = 0; i < m_trackers.size() && !stopped.stop_requested(); ++i) look(i);
    // One that answers slowly is asked again at once, and never twice for the time that was lost.
    next = std::max(next + every, m_setup.clock.now());
    rest(stopped, next - m_setup.clock.now());
  }
}

void AlertWatch::look(std::size_t which) {
  const AlertSpec& alert = m_setup.alerts[which].second;
  Moment asked{m_setup.clock.now(), {}};
  const Result<Action> question = m_kind.ask(alert, m_setup.monitor);
  const Result<Outcome> answer =
      question ? m_setup.performer.perform(*question) : tl::unexpected(question.error());
  const Result<std::optional<AlertLook>> read =
      answer ? m_kind.read(alert, *answer) : tl::unexpected(answer.error());
  asked.high = m_setup.clock.now();
  std::vector<std::string> why = read && *read ? why_kept(**read) : std::vector<std::string>{};
  const std::lock_guard lock(m_mutex);
  AlertTracker& tracker = m_trackers[which];
  note(read ? tracker.saw(read->value_or(AlertLook{}), asked, std::move(why))
            : tracker.failed(read.error().text(), asked));
}

void AlertWatch::listen(const std::stop_token& stopped) {
  m_listener->serve(stopped, [this](const HeardRequest& request) { return take_page(request); });
}

int AlertWatch::take_page(const HeardRequest& request) {
  if (request.method != "POST" || !is_same(request.target, "/" + m_token)) return k_nobody_here;
  const Instant now = m_setup.clock.now();
  const Moment came{now - request.took, now};
  const Outcome page{.ok = true, .status = k_taken, .out = request.body, .err = {}};
  const std::lock_guard lock(m_mutex);
  for (std::size_t i = 0; i < m_trackers.size(); ++i) {
    const auto read = m_kind.read(m_setup.alerts[i].second, page);
    if (!read) return k_bad_page;
    if (*read) {
      note(m_trackers[i].saw(**read, came, why_kept(**read)));
    } else {
      m_trackers[i].took_page();
    }
  }
  return k_taken;
}

std::vector<std::string> AlertWatch::why_kept(const AlertLook& look) {
  std::vector<std::string> why = look.why;
  for (const std::string& id : look.silences) {
    if (m_kind.ask_silence == nullptr) break;
    if (m_silences.size() >= k_most_silences) m_silences.clear();
    const auto known = m_silences.find(id);
    if (known == m_silences.end()) {
      const auto answer = m_setup.performer.perform(m_kind.ask_silence(m_setup.monitor, id));
      m_silences[id] = m_kind.read_silence(id, answer);
    }
    why.push_back(m_silences.at(id));
  }
  return why;
}

void AlertWatch::note(std::optional<events::AlertMoved> moved) {
  if (moved) m_setup.post(std::move(*moved));
}

}  // namespace gameday
