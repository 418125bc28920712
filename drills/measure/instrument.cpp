// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/instrument.hpp"

#include <utility>

#include "base/catalog.hpp"
#include "drills/measure/ledgers.hpp"
#include "drills/measure/probes.hpp"

namespace gameday {

namespace {

constexpr const char* k_too_many = "too many in flight";

class ProbeInstrument final : public Instrument {
 public:
  ProbeInstrument(SamplerLoop& loop, const ProbeSpec& spec, std::unique_ptr<Probe> probe,
                  SampleSink& sink)
      : Instrument(loop, spec.every, spec.timeout),
        m_name(spec.name),
        m_probe(std::move(probe)),
        m_sink(sink) {}

 private:
  void send(Instant intended) override {
    m_probe->send(intended, [this](const Sample& sample) {
      m_sink.sample(m_name, sample);
      ended();
    });
  }

  void overflow(Instant intended) override {
    Sample sample;
    sample.intended = intended;
    sample.sent = sample.done = SamplerLoop::now();
    sample.error = k_too_many;
    m_sink.sample(m_name, sample);
  }

  std::string m_name;
  std::unique_ptr<Probe> m_probe;
  SampleSink& m_sink;
};

class LedgerInstrument final : public Instrument {
 public:
  LedgerInstrument(SamplerLoop& loop, const LedgerSpec& spec, std::unique_ptr<LedgerWriter> writer,
                   SampleSink& sink)
      : Instrument(loop, spec.every, spec.timeout),
        m_name(spec.name),
        m_writer(std::move(writer)),
        m_sink(sink) {}

 private:
  void send(Instant intended) override {
    m_writer->send(++m_last, intended, [this](const Write& write) {
      m_sink.write(m_name, write);
      ended();
    });
  }

  void overflow(Instant intended) override {
    Write write;
    write.id = ++m_last;
    write.intended = intended;
    write.sent = write.done = SamplerLoop::now();
    write.result = WriteResult::refused;
    write.error = k_too_many;
    m_sink.write(m_name, write);
  }

  std::string m_name;
  std::unique_ptr<LedgerWriter> m_writer;
  SampleSink& m_sink;
  std::int64_t m_last = 0;
};

template <class Kind>
tl::unexpected<Error> unknown_kind(const Kind& spec) {
  return fail(ErrorKind::bad_input, "set up " + spec.name, spec.kind, "there is no such kind");
}

}  // namespace

void Instrument::go(Instant first) {
  if (m_schedule) return;
  m_schedule.emplace(first, m_every);
  m_alarm = m_loop.set_alarm(first, [this] { tick(); });
}

void Instrument::rest() {
  m_schedule.reset();
  m_loop.cancel_alarm(std::exchange(m_alarm, {}));
}

void Instrument::when_idle(std::function<void()> idle) {
  if (m_under_way == 0) return idle();
  m_when_idle.push_back(std::move(idle));
}

void Instrument::tick() {
  m_schedule->take_due(SamplerLoop::now(), [this](Instant intended) {
    if (m_under_way >= m_allowed) return overflow(intended);
    ++m_under_way;
    send(intended);
  });
  m_alarm = m_loop.set_alarm(m_schedule->next(), [this] { tick(); });
}

void Instrument::ended() {
  if (--m_under_way > 0) return;
  for (const auto& idle : std::exchange(m_when_idle, {})) idle();
}

Result<std::unique_ptr<Instrument>> make_instrument(const ProbeSpec& spec,
                                                    const Inventory& inventory, SamplerLoop& loop,
                                                    SampleSink& sink) {
  const ProbeKind* const kind = find_kind(probe_kinds(), spec.kind);
  if (kind == nullptr) return unknown_kind(spec);
  auto probe = kind->make(spec, inventory, loop);
  if (!probe) return tl::unexpected(probe.error());
  return std::make_unique<ProbeInstrument>(loop, spec, std::move(*probe), sink);
}

Result<std::unique_ptr<Instrument>> make_instrument(const LedgerTarget& ledger,
                                                    const Inventory& inventory, SamplerLoop& loop,
                                                    SampleSink& sink) {
  const LedgerKind* const kind = find_kind(ledger_kinds(), ledger.spec.kind);
  if (kind == nullptr) return unknown_kind(ledger.spec);
  auto writer = kind->make_writer(ledger, inventory, loop);
  if (!writer) return tl::unexpected(writer.error());
  return std::make_unique<LedgerInstrument>(loop, ledger.spec, std::move(*writer), sink);
}

}  // namespace gameday
