// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/sampler.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <utility>

#include "drills/measure/instrument.hpp"
#include "drills/measure/own_thread.hpp"
#include "drills/measure/sampler_loop.hpp"

namespace gameday {

namespace {

/// What a wait for the last answers is given beyond their timeouts.
constexpr Duration k_grace = std::chrono::seconds{1};
/// From the start to the first tick, so that all is set up by then.
constexpr Duration k_run_up = std::chrono::milliseconds{5};

/// Counts down what has to come to rest, then calls `rested`. Held by those that it waits for.
class AllIdle {
 public:
  explicit AllIdle(std::function<void()> rested) : m_rested(std::move(rested)) {}
  ~AllIdle() { m_rested(); }
  AllIdle(const AllIdle&) = delete;
  AllIdle& operator=(const AllIdle&) = delete;

 private:
  std::function<void()> m_rested;
};

class ThreadSampler final : public Sampler {
 public:
  ThreadSampler(SamplerSetup setup, SampleSink& sink)
      : m_setup(std::move(setup)), m_sink(sink), m_thread(m_setup.realtime, [this] { work(); }) {}
  ~ThreadSampler() override { stop(); }

  /// Once, after construction.
  Result<void> wait_for_start() { return m_started.get_future().get(); }

  void settle_writes() override {
    if (m_stopped) return;
    const auto settled = std::make_shared<std::promise<void>>();
    auto waiting = settled->get_future();
    m_loop->post([this, settled] {
      const auto all = std::make_shared<AllIdle>([settled] { settled->set_value(); });
      for (const auto& ledger : m_ledgers) rest(*ledger, all);
    });
    waiting.wait_for(longest_timeout() + k_grace);
  }

  void resume_writes() override {
    m_loop->post([this] {
      for (const auto& ledger : m_ledgers) ledger->go(SamplerLoop::now());
    });
  }

  void stop() override {
    if (m_loop) m_loop->post([this] { wind_down(); });
    m_thread.join();
    m_stopped = true;
  }

  [[nodiscard]] double cpu_seconds() const override { return m_thread.cpu_seconds(); }

 private:
  using Instruments = std::vector<std::unique_ptr<Instrument>>;

  static void rest(Instrument& instrument, const std::shared_ptr<AllIdle>& all) {
    instrument.rest();
    instrument.when_idle([all] {});
  }

  void work() {
    auto ready = prepare();
    const bool go = ready.has_value();
    if (go) schedule();
    m_started.set_value(std::move(ready));
    if (go) m_loop->run();
    m_probes.clear();
    m_ledgers.clear();
  }

  Result<void> prepare() {
    if (m_setup.enter) {
      if (auto entered = m_setup.enter(); !entered) return entered;
    }
    auto loop = SamplerLoop::make(m_setup.inventory.resolver);
    if (!loop) return tl::unexpected(loop.error());
    m_loop = std::move(*loop);
    if (auto made = make_all(m_setup.probes, m_probes); !made) return made;
    return make_all(m_setup.ledgers, m_ledgers);
  }

  template <class Spec>
  Result<void> make_all(const std::vector<Spec>& specs, Instruments& instruments) {
    for (const Spec& spec : specs) {
      auto made = make_instrument(spec, m_setup.inventory, *m_loop, m_sink);
      if (!made) return tl::unexpected(made.error());
      instruments.push_back(std::move(*made));
    }
    return {};
  }

  void schedule() {
    const Instant start = SamplerLoop::now() + k_run_up;
    const std::size_t count = m_probes.size() + m_ledgers.size();
    std::size_t index = 0;
    for (std::size_t i = 0; i < m_probes.size(); ++i) {
      m_probes[i]->go(first_tick(start, m_setup.probes[i].every, index++, count));
    }
    for (std::size_t i = 0; i < m_ledgers.size(); ++i) {
      m_ledgers[i]->go(first_tick(start, m_setup.ledgers[i].spec.every, index++, count));
    }
  }

  void wind_down() {
    m_loop->set_alarm(SamplerLoop::now() + longest_timeout() + k_grace, [this] { m_loop->stop(); });
    const auto all = std::make_shared<AllIdle>([this] { m_loop->stop(); });
    for (const auto& probe : m_probes) rest(*probe, all);
    for (const auto& ledger : m_ledgers) rest(*ledger, all);
  }

  [[nodiscard]] Duration longest_timeout() const {
    Duration longest{};
    for (const ProbeSpec& spec : m_setup.probes) longest = std::max(longest, spec.timeout);
    for (const LedgerTarget& one : m_setup.ledgers) longest = std::max(longest, one.spec.timeout);
    return longest;
  }

  SamplerSetup m_setup;
  SampleSink& m_sink;
  std::atomic<bool> m_stopped{false};
  std::promise<Result<void>> m_started;
  std::unique_ptr<SamplerLoop> m_loop;
  Instruments m_probes;
  Instruments m_ledgers;
  mutable OwnThread m_thread;  ///< last: it uses all of the above
};

}  // namespace

Result<std::unique_ptr<Sampler>> Sampler::start(SamplerSetup setup, SampleSink& sink) {
  auto sampler = std::make_unique<ThreadSampler>(std::move(setup), sink);
  if (auto started = sampler->wait_for_start(); !started) {
    return tl::unexpected(started.error());
  }
  return sampler;
}

}  // namespace gameday
