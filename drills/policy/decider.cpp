// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/decider.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace gameday {
namespace {

/// "50 %", "12.5 %": exact, from the integer.
std::string percent(std::int64_t ppm) {
  constexpr std::int64_t k_one_percent = k_whole_ppm / 100;
  std::string text = fmt::format("{}.{:04}", ppm / k_one_percent, ppm % k_one_percent);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text + " %";
}

std::string describe(const Meter& meter) {
  const std::string of =
      meter.of == Meter::Of::layer
          ? fmt::format("{} of {}", meter.name, meter.region)
          : fmt::format("what the veto `{}` looks at in {}", meter.name, meter.region);
  if (meter.gauge.health() == Health::unknown) {
    return fmt::format("{} is unknown: no sample for {}", of,
                       format_duration(meter.spec.stale_after));
  }
  const bool down = meter.gauge.health() == Health::down;
  return fmt::format("{} is {}: {} of {} samples bad in {}, {} {}", of,
                     to_string(meter.gauge.health()), meter.gauge.bad(), meter.gauge.count(),
                     format_duration(meter.spec.window), down ? "above" : "below",
                     percent(down ? meter.spec.down_above_ppm : meter.spec.up_below_ppm));
}

}  // namespace

Decider::Decider(PolicySpec policy, Instant origin)
    : m_policy{std::move(policy)}, m_origin{origin}, m_panel{m_policy}, m_serving{m_policy.from} {}

void Decider::take(std::span<const HealthSignal> signals) {
  for (std::size_t next = 0; next < signals.size();) {
    Instant now = signals[next].at;
    if (const auto changes = m_panel.next_change()) now = std::min(now, *changes);
    if (m_due) now = std::min(now, *m_due);
    const bool handed = !m_handovers.empty() && m_handovers.front().at <= now;
    if (handed) now = m_handovers.front().at;
    while (next < signals.size() && signals[next].at <= now) m_panel.take(signals[next++]);
    step(now);
    if (!handed) continue;
    leave_to(now, m_handovers.front());
    m_handovers.pop_front();
  }
}

void Decider::tell(Instant at, std::string_view rule, std::string text) {
  if (m_made.lines.size() < Decisions::k_most_lines) {
    m_made.lines.push_back({at, rule, std::move(text)});
  } else {
    ++m_made.untold;
  }
}

const std::string& Decider::other() const {
  return m_serving == m_policy.from ? m_policy.to : m_policy.from;
}

/// Everything that holds from `now` until something changes; sets when it must be looked at
/// again.
void Decider::step(Instant now) {
  for (const Meter* meter : m_panel.look(now)) tell(now, "signal", describe(*meter));
  m_healthy_since =
      m_panel.is_healthy(other()) ? m_healthy_since.value_or(now) : std::optional<Instant>{};
  m_due.reset();
  weigh_evidence(now);
  if (!m_since) return;
  if (now - *m_since < m_policy.hold) {
    m_due = *m_since + m_policy.hold;
    return;
  }
  const std::vector<Obstacle> obstacles = find_obstacles(now);
  if (obstacles.empty()) {
    shift(now);
  } else {
    tell_obstacles(now, obstacles);
  }
}

void Decider::weigh_evidence(Instant now) {
  std::vector<std::string_view> down;
  for (const Meter* meter : m_panel.layers(m_serving)) {
    if (meter->gauge.health() == Health::down) down.push_back(meter->name);
  }
  const bool enough = static_cast<std::int64_t>(down.size()) >= m_policy.at_least &&
                      std::ranges::all_of(m_policy.necessary, [&](const std::string& layer) {
                        return std::ranges::find(down, layer) != down.end();
                      });
  if (enough == m_since.has_value()) return;
  m_told.clear();
  if (enough) {
    m_since = now;
    tell(now, "evidence",
         fmt::format("{} is down in {} (at least {}{}{}); this must hold for {}", m_serving,
                     fmt::join(down, ", "), m_policy.at_least,
                     m_policy.necessary.empty() ? "" : ", necessary ",
                     fmt::join(m_policy.necessary, ", "), format_duration(m_policy.hold)));
  } else {
    tell(now, "evidence",
         fmt::format("{} is no longer down in enough layers, after {} s", m_serving,
                     format_seconds(now - *m_since, 3)));
    m_since.reset();
    note_veto(now, {});
  }
}

std::vector<Obstacle> Decider::find_obstacles(Instant now) const {
  std::vector<Obstacle> found;
  for (const Meter* meter : m_panel.layers(other())) {
    if (meter->gauge.health() == Health::up) continue;
    found.push_back({"veto", "standby",
                     fmt::format("standby: {} of {} is {}", meter->name, other(),
                                 to_string(meter->gauge.health()))});
  }
  if (m_panel.layers(other()).empty()) {
    found.push_back({"veto", "standby", fmt::format("standby: nothing tells of {}", other())});
  }
  for (const auto& [name, spec] : m_policy.vetoes) {
    const Meter* meter = m_panel.veto(name, other());
    const Health health = meter == nullptr ? Health::unknown : meter->gauge.health();
    if (health == Health::up) continue;
    found.push_back({"veto", name,
                     fmt::format("{}: {} is {}", name, other(),
                                 health == Health::unknown ? "unknown"
                                 : name == "lag"           ? "too far behind"
                                                           : "not taking traffic")});
  }
  find_waits(now, found);
  return found;
}

void Decider::find_waits(Instant now, std::vector<Obstacle>& found) const {
  const auto wait = [&](std::string_view rule, std::string_view name, Instant until,
                        const std::string& why) {
    if (now >= until) return;
    found.push_back(
        {rule, name, fmt::format("{}: not before {}", why, format_since(until, m_origin)), until});
  };
  if (m_moves.empty()) return;
  wait("cool_down", "cool_down", m_moves.back() + m_policy.cool_down,
       fmt::format("the last shift was at {}", format_since(m_moves.back(), m_origin)));
  const auto most = static_cast<std::size_t>(m_policy.most_shifts);
  if (m_moves.size() >= most) {
    wait("veto", "shifts", m_moves[m_moves.size() - most] + m_policy.shifts_within,
         fmt::format("shifts: {} within {}", most, format_duration(m_policy.shifts_within)));
  }
  // With two regions, whoever does not serve after a shift has been left by one.
  if (m_healthy_since) {
    wait("anti_flap", "anti_flap", *m_healthy_since + m_policy.anti_flap,
         fmt::format("{} was left, and is healthy again since {}", other(),
                     format_since(*m_healthy_since, m_origin)));
  }
}

void Decider::tell_obstacles(Instant now, const std::vector<Obstacle>& obstacles) {
  std::vector<std::string> told;
  for (const Obstacle& obstacle : obstacles) {
    if (obstacle.until && (!m_due || *obstacle.until < *m_due)) m_due = obstacle.until;
    if (std::ranges::find(m_told, obstacle.text) == m_told.end()) {
      tell(now, obstacle.rule, obstacle.text);
    }
    told.push_back(obstacle.text);
  }
  m_told = std::move(told);
  note_veto(now, obstacles);
}

/// Only where another set of rules forbids than before: what they say of times changes often.
void Decider::note_veto(Instant now, const std::vector<Obstacle>& obstacles) {
  PolicyVeto veto{now, {}, {}};
  for (const Obstacle& obstacle : obstacles) {
    veto.texts.push_back(obstacle.text);
    if (std::ranges::find(veto.rules, obstacle.name) != veto.rules.end()) continue;
    veto.rules.emplace_back(obstacle.name);
  }
  std::vector<PolicyVeto>& vetoes = m_made.vetoes;
  if (vetoes.empty() ? veto.rules.empty() : vetoes.back().rules == veto.rules) return;
  if (vetoes.size() < Decisions::k_most_lines) vetoes.push_back(std::move(veto));
}

void Decider::shift(Instant now) {
  tell(now, "hold",
       fmt::format("{} has been down for {}, and nothing forbids a shift", m_serving,
                   format_duration(now - *m_since)));
  tell(now, "decision", fmt::format("shift from {} to {}", m_serving, other()));
  note_veto(now, {});
  m_made.shifts.push_back({now, *m_since, m_serving, other()});
  turn_to_other(now);
}

void Decider::turn_to_other(Instant now) {
  m_moves.push_back(now);
  m_serving = other();
  m_since.reset();
  m_told.clear();
  m_healthy_since = m_panel.is_healthy(other()) ? std::optional{now} : std::nullopt;
  // The region that serves now may be down at this very instant.
  m_due = now + Duration{1};
}

void Decider::leave_to(Instant now, const PolicyHandover& handover) {
  if (m_serving != m_policy.from) return;
  tell(now, "override", fmt::format("{} has sent the traffic to {}", handover.by, other()));
  note_veto(now, {});
  turn_to_other(now);
}

}  // namespace gameday
