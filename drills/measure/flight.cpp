// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/flight.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gameday {

std::shared_ptr<Flight> Flight::begin(SamplerLoop& loop, const ProbeSpec& spec, Instant intended,
                                      std::function<void(Sample)> done) {
  std::shared_ptr<Flight> flight(new Flight(loop, spec));
  flight->m_sample.intended = intended;
  flight->m_sample.sent = SamplerLoop::now();
  flight->m_done = std::move(done);
  flight->m_alarm = loop.set_alarm(flight->m_sample.sent + spec.timeout, [flight] {
    flight->end("no answer within " + format_duration(flight->m_spec.timeout));
  });
  return flight;
}

void Flight::end(std::string error) {
  if (ended()) return;
  m_sample.done = SamplerLoop::now();
  const auto self = shared_from_this();  // the alarm may be the last that holds it
  m_loop.cancel_alarm(m_alarm);
  const Duration took = m_sample.done - m_sample.sent;
  const Duration good_within = m_spec.good_within.value_or(m_spec.timeout);
  if (error.empty() && took > good_within) {
    error = fmt::format("right, but after {}", format_duration(took));
  }
  m_sample.good = error.empty();
  m_sample.error = std::move(error);
  const auto done = std::exchange(m_done, nullptr);
  if (const auto clean_up = std::exchange(m_clean_up, nullptr)) clean_up();
  done(std::move(m_sample));
}

Result<void> check_probe(const ProbeSpec& spec, std::span<const std::string_view> clients) {
  const auto refuse = [&](std::string why) {
    return fail(ErrorKind::bad_input, "set up the probe", spec.name, std::move(why));
  };
  if (spec.every <= Duration::zero()) return refuse("its period must be above zero");
  if (spec.timeout <= Duration::zero()) return refuse("its timeout must be above zero");
  if (std::ranges::find(clients, spec.client) == clients.end()) {
    return refuse(fmt::format("a {} probe cannot be a {} client", spec.kind, spec.client));
  }
  return {};
}

}  // namespace gameday
