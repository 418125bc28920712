// SPDX-License-Identifier: Apache-2.0
// Whether each page came to its receiver in time, or did not come where it must not
// (measurement.md, Phases). A page counts from the onset on, and only where the alert was silent
// before; one that is kept from its receiver is missed; one that nobody could be asked about is
// unknown.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/catalog.hpp"
#include "drills/checks/alert_kinds.hpp"
#include "drills/score/rules.hpp"

namespace gameday {
namespace {

using Moves = std::vector<events::AlertMoved>;

/// One alert of the drill with all that the timeline says of it.
struct AlertCase {
  const Inquiry& inquiry;
  const AlertSpec& spec;
  Moves moves;
  std::optional<events::AlertWatched> watched;
};

bool is_page(const events::AlertMoved& move) {
  return move.state == AlertState::received || move.state == AlertState::acknowledged;
}

bool fires(const events::AlertMoved& move) {
  return is_page(move) || move.state == AlertState::suppressed;
}

/// The first move after the onset that `picks`; from then on the alert was so.
template <class Picks>
const events::AlertMoved* first_after(const AlertCase& one, Instant from, const Picks& picks) {
  for (const events::AlertMoved& move : one.moves) {
    if (move.seen.high > from && picks(move)) return &move;
  }
  return nullptr;
}

/// Why nobody can say what the alert was, somewhere between the two; empty = it is known.
std::string why_blind(const AlertCase& one, Instant from, Instant to) {
  if (!one.watched || one.watched->looks == 0) {
    const bool listens = one.watched && one.watched->from != Instant{};
    if (!listens) return "nobody could ask the monitor " + one.spec.monitor;
  } else if (!one.moves.empty() && one.watched->state != one.moves.back().state) {
    return "the end of the record does not say what became of the alert";
  }
  if (one.watched->from > from) return one.spec.monitor + " was asked only later";
  if (one.watched->until < to) return "the run ended before its time was over";
  for (std::size_t i = 0; i < one.moves.size(); ++i) {
    if (one.moves[i].state != AlertState::unreachable) continue;
    const Instant until =
        i + 1 < one.moves.size() ? one.moves[i + 1].seen.high : one.watched->until;
    if (one.moves[i].seen.low >= to || until <= from) continue;
    return fmt::format("{} could not be asked for a while: {}", one.spec.monitor,
                       fmt::join(one.moves[i].why, "; "));
  }
  return {};
}

/// The monitor's own time, put on the run's clock by the pair of clocks next before it.
std::optional<Instant> on_our_clock(const Facts& facts, WallTime time) {
  if (time == WallTime{} || facts.clocks.empty()) return std::nullopt;
  const At<events::ClockPair>* nearest = &facts.clocks.front();
  for (const auto& pair : facts.clocks) {
    if (pair.what.wall <= time) nearest = &pair;
  }
  return nearest->at + (time - nearest->what.wall);
}

std::string why_kept(const AlertCase& one, const events::AlertMoved& kept) {
  return kept.why.empty() ? fmt::format("{} fired and was kept from its receiver", one.spec.name)
                          : fmt::format("{}", fmt::join(kept.why, "; "));
}

/// No page by the deadline: missed, unless nobody can know.
Verdict judge_absence(const AlertCase& one, const Moment& onset, AlertScore& score) {
  const Instant deadline = onset.high + *one.spec.within;
  if (std::string blind = why_blind(one, onset.low, deadline); !blind.empty()) {
    score.reasons.push_back(std::move(blind));
    return Verdict::unknown;
  }
  const auto* kept = first_after(one, onset.low, fires);
  score.suppressed = kept != nullptr;
  if (kept != nullptr) score.fired = on_our_clock(one.inquiry.facts, kept->started);
  score.reasons.push_back(
      kept != nullptr ? why_kept(one, *kept)
                      : fmt::format("no page came within {}", format_duration(*one.spec.within)));
  return Verdict::missed;
}

Verdict judge_page(const AlertCase& one, const Moment& onset, AlertScore& score) {
  const auto* page = first_after(one, onset.low, is_page);
  if (page == nullptr) return judge_absence(one, onset, score);
  const bool fired_before = std::ranges::any_of(one.moves, [&](const events::AlertMoved& move) {
    return move.seen.high <= onset.low && fires(move);
  });
  if (fired_before || page->seen.low < onset.low) {
    score.reasons.push_back(fmt::format("{} may have fired before the fault", one.spec.name));
    return Verdict::unknown;
  }
  score.received = page->seen;
  score.fired = on_our_clock(one.inquiry.facts, page->started);
  score.latency = between(onset, page->seen);
  const Verdict verdict = judge(score.latency, *one.spec.within);
  if (verdict != Verdict::met) {
    const auto* kept = first_after(one, onset.low, fires);
    score.reasons.push_back(
        fmt::format("the page came {} after the onset", format_interval(score.latency)));
    if (kept != page) score.reasons.push_back(why_kept(one, *kept));
  }
  return verdict;
}

/// Whether a person took it up in time, where that is asked for.
Verdict judge_taking_up(const AlertCase& one, const Moment& onset, AlertScore& score) {
  const auto within = one.spec.params.get<Duration>("acknowledged_within");
  if (within == Duration{}) return Verdict::not_applicable;
  const auto* taken = first_after(one, onset.low, [](const events::AlertMoved& move) {
    return move.state == AlertState::acknowledged;
  });
  if (taken != nullptr) {
    const Interval took = between(onset, taken->seen);
    const Verdict verdict = judge(took, within);
    if (verdict != Verdict::met) {
      score.reasons.push_back("it was acknowledged " + format_interval(took) + " after the onset");
    }
    return verdict;
  }
  std::string blind = why_blind(one, onset.low, onset.high + within);
  const Verdict verdict = blind.empty() ? Verdict::missed : Verdict::unknown;
  score.reasons.push_back(blind.empty() ? "nobody acknowledged it in time" : std::move(blind));
  return verdict;
}

/// Whether it was silent again soon enough after the heal, and stayed so.
Verdict judge_resolution(const AlertCase& one, AlertScore& score) {
  if (!one.spec.resolves_within || !score.received) return Verdict::not_applicable;
  const auto healed = one.inquiry.facts.healed();
  if (!healed) {
    score.reasons.emplace_back("the faults were not lifted, or nobody knows when");
    return Verdict::unknown;
  }
  if (!one.moves.empty() && one.moves.back().state == AlertState::silent) {
    score.resolved = one.moves.back().seen;
    const Interval took = between(*healed, *score.resolved);
    const Verdict verdict = judge(took, *one.spec.resolves_within);
    if (verdict != Verdict::met) {
      score.reasons.push_back("it resolved " + format_interval(took) + " after the heal");
    }
    return verdict;
  }
  std::string blind = why_blind(one, healed->low, healed->high + *one.spec.resolves_within);
  const Verdict verdict = blind.empty() ? Verdict::missed : Verdict::unknown;
  score.reasons.push_back(blind.empty() ? "it still fired after the heal" : std::move(blind));
  return verdict;
}

/// A listener to which nothing ever came has shown nothing by its silence.
Verdict judge_stray(const AlertCase& one, const Moment& onset, AlertScore& score) {
  if (const auto* page = first_after(one, onset.low, is_page)) {
    score.received = page->seen;
    score.latency = between(onset, page->seen);
    score.fired = on_our_clock(one.inquiry.facts, page->started);
    score.reasons.push_back(fmt::format("a page of {} came", one.spec.name));
    return Verdict::missed;
  }
  const Instant end = one.inquiry.facts.healed().value_or(onset).high;
  std::string blind = why_blind(one, onset.low, end);
  if (blind.empty() && one.watched->looks == 0) {
    blind = "nothing at all came to " + one.spec.monitor + ": its silence shows nothing";
  }
  if (blind.empty()) return Verdict::met;
  score.reasons.push_back(std::move(blind));
  return Verdict::unknown;
}

Verdict judge_all(const AlertCase& one, const Moment& onset, AlertScore& score) {
  if (one.spec.must_not) return judge_stray(one, onset, score);
  const Verdict page = judge_page(one, onset, score);
  const std::array verdicts{page, judge_taking_up(one, onset, score), judge_resolution(one, score)};
  return merge(verdicts);
}

AlertSight sight_of(const Inquiry& inquiry, const AlertSpec& alert) {
  const auto& monitors = inquiry.record.definition.inventory.monitors;
  const auto monitor = monitors.find(alert.monitor);
  const AlertKind* kind =
      monitor == monitors.end() ? nullptr : find_kind(alert_kinds(), monitor->second.kind);
  return kind == nullptr ? AlertSight::rule : kind->sees;
}

/// A rule that fires has woken nobody yet: it counts only where the drill asks no monitor that sees
/// more of the way.
void pick_those_that_detect(const Inquiry& inquiry, Scorecard& card) {
  const auto& alerts = inquiry.drill().alerts;
  AlertSight most = AlertSight::rule;
  for (const AlertSpec& alert : alerts) {
    if (!alert.must_not) most = std::max(most, sight_of(inquiry, alert));
  }
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    card.alerts[i].detects = !alerts[i].must_not && sight_of(inquiry, alerts[i]) == most;
  }
}

void judge_rule(const Inquiry& inquiry, Scorecard& card) {
  const auto& alerts = inquiry.drill().alerts;
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    const auto moves = inquiry.facts.alerts.find(i);
    const auto watched = inquiry.facts.watched.find(i);
    AlertCase one{inquiry, alerts[i], {}, {}};
    if (moves != inquiry.facts.alerts.end()) one.moves = moves->second;
    if (watched != inquiry.facts.watched.end()) one.watched = watched->second;
    AlertScore score;
    score.name = alerts[i].name;
    score.monitor = alerts[i].monitor;
    score.receiver = alerts[i].receiver;
    score.labels = alerts[i].labels;
    score.must_not = alerts[i].must_not;
    score.within = alerts[i].within;
    if (inquiry.facts.onset) {
      score.verdict = judge_all(one, *inquiry.facts.onset, score);
    } else {
      score.reasons.emplace_back("the fault was never in force");
    }
    score.verdict = hold_back(inquiry, score.verdict, score.reasons);
    card.alerts.push_back(std::move(score));
  }
  pick_those_that_detect(inquiry, card);
}

}  // namespace

const Rule k_rule_alerts{"alerts", "whether pages came to their receivers, and no stray ones",
                         judge_rule};

}  // namespace gameday
