// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <type_traits>

#include "drills/record/event.hpp"

namespace gameday {

/// An event of that type, to be read into (not const) or written from (const).
template <class T, class Wanted>
concept Is = std::same_as<std::remove_const_t<T>, Wanted>;

/// The name and the members of every event, once, for the writer and the reader alike. An `io` has
/// named(word), and (word, member) for each member. One more event is one more function here.
struct EventFields {
  static void of(auto& io, Is<events::Tick> auto& /*event*/) { io.named("tick"); }

  static void of(auto& io, Is<events::Started> auto& event) {
    io.named("started");
    io("run_id", event.run_id);
    io("drill", event.drill);
    io("version", event.version);
    io("boot_id", event.boot_id);
    io("operator", event.operator_name);
    io("started_at", event.started_at);
    io("vantage", event.vantage);
  }

  static void of(auto& io, Is<events::StageEntered> auto& event) {
    io.named("stage_entered");
    io("stage", event.stage);
  }

  static void of(auto& io, Is<events::PreflightDone> auto& event) {
    io.named("preflight_done");
    io("go", event.go);
    io("reasons", event.reasons);
  }

  static void of(auto& io, Is<events::Prepared> auto& event) {
    io.named("prepared");
    io("error", event.error);
  }

  static void of(auto& io, Is<events::Reverted> auto& event) {
    io.named("reverted");
    io("still_in_force", event.still_in_force);
  }

  static void of(auto& io, Is<events::BaselineJudged> auto& event) {
    io.named("baseline_judged");
    io("held", event.held);
    io("serving", event.serving);
    io("reasons", event.reasons);
    io("p50_ms", event.p50_ms);
    io("p99_ms", event.p99_ms);
  }

  static void of(auto& io, Is<events::InstrumentTurned> auto& event) {
    io.named("instrument_turned");
    io("instrument", event.instrument);
    io("good", event.good);
    io("since", event.since);
  }

  static void of(auto& io, Is<events::InstrumentRecovered> auto& event) {
    io.named("instrument_recovered");
    io("instrument", event.instrument);
    io("recovered_at", event.at);
  }

  static void of(auto& io, Is<events::ChangeMoved> auto& event) {
    io.named("change_moved");
    io("change", event.change);
    io("state", event.state);
    io("began", event.began);
    io("ended", event.ended);
    io("error", event.error);
  }

  static void of(auto& io, Is<events::FaultApplied> auto& event) {
    io.named("fault_applied");
    io("fault", event.fault);
    io("kind", event.kind);
    io("target", event.target);
    io("onset", event.onset);
    io("error", event.error);
    io("refused", event.refused);
  }

  static void of(auto& io, Is<events::FaultProven> auto& event) {
    io.named("fault_proven");
    io("fault", event.fault);
    io("proof", event.proof);
    io("details", event.details);
  }

  static void of(auto& io, Is<events::FaultLifted> auto& event) {
    io.named("fault_lifted");
    io("fault", event.fault);
    io("lifted", event.at);
    io("by", event.by);
    io("error", event.error);
  }

  static void of(auto& io, Is<events::CountersRead> auto& event) {
    io.named("counters_read");
    io("fault", event.fault);
    io("counters", event.counters);
  }

  static void of(auto& io, Is<events::StepMoved> auto& event) {
    io.named("step_moved");
    io("step", event.step);
    io("state", event.state);
    io("by", event.by);
    io("note", event.note);
  }

  static void of(auto& io, Is<events::PolicyDecided> auto& event) {
    io.named("policy_decided");
    io("decided", event.decided);
    io("since", event.since);
    io("from", event.from);
    io("to", event.to);
  }

  static void of(auto& io, Is<events::PolicyVetoed> auto& event) {
    io.named("policy_vetoed");
    io("vetoed", event.vetoed);
    io("rules", event.rules);
    io("texts", event.texts);
  }

  static void of(auto& io, Is<events::PolicyOverridden> auto& event) {
    io.named("policy_overridden");
    io("rules", event.rules);
    io("person", event.person);
    io("by", event.by);
    io("note", event.note);
  }

  static void of(auto& io, Is<events::LedgerRead> auto& event) {
    io.named("ledger_read");
    io("ledger", event.ledger);
    io("reading", event.reading);
    io("node", event.node);
    io("writable", event.writable);
    io("count", event.count);
    io("writable_nodes", event.writable_nodes);
    io("error", event.error);
  }

  static void of(auto& io, Is<events::WritersSettled> auto& /*event*/) {
    io.named("writers_settled");
  }

  static void of(auto& io, Is<events::FenceSeen> auto& event) {
    io.named("fence_seen");
    io("step", event.step);
    io("fenced", event.fenced);
    io("error", event.error);
  }

  static void of(auto& io, Is<events::GateLooked> auto& event) {
    io.named("gate_looked");
    io("gate", event.gate);
    io("state", event.state);
    io("detail", event.detail);
  }

  static void of(auto& io, Is<events::Reconciled> auto& event) {
    io.named("reconciled");
    io("ledger", event.ledger);
    io("stranded", event.stranded);
    io("word", event.word);
    io("by", event.by);
    io("file", event.file);
    io("error", event.error);
  }

  static void of(auto& io, Is<events::FailbackTakenBack> auto& event) {
    io.named("failback_taken_back");
    io("errors", event.errors);
  }

  static void of(auto& io, Is<events::AbortAsked> auto& event) {
    io.named("abort_asked");
    io("by", event.by);
    io("why", event.why);
  }

  static void of(auto& io, Is<events::KeeperLost> auto& event) {
    io.named("keeper_lost");
    io("why", event.why);
  }

  static void of(auto& io, Is<events::ClockPair> auto& event) {
    io.named("clock_pair");
    io("wall", event.wall);
    io("steal", event.steal);
    io("lag_p99_ms", event.lag_p99_ms);
  }

  static void of(auto& io, Is<events::Note> auto& event) {
    io.named("note");
    io("text", event.text);
  }

  static void of(auto& io, Is<events::Deviation> auto& event) {
    io.named("deviation");
    io("text", event.text);
  }

  static void of(auto& io, Is<events::AlertMoved> auto& event) {
    io.named("alert_moved");
    io("index", event.index);
    io("alert", event.alert);
    io("state", event.state);
    io("seen", event.seen);
    io("receivers", event.receivers);
    io("why", event.why);
    io("started", event.started);
  }

  static void of(auto& io, Is<events::AlertWatched> auto& event) {
    io.named("alert_watched");
    io("index", event.index);
    io("alert", event.alert);
    io("state", event.state);
    io("from", event.from);
    io("until", event.until);
    io("looks", event.looks);
  }

  static void of(auto& io, Is<events::Finished> auto& event) {
    io.named("finished");
    io("end_state", event.end_state);
    io("everything_reverted", event.everything_reverted);
    io("aborted", event.aborted);
    io("internal_error", event.internal_error);
    io("still_in_force", event.still_in_force);
  }
};

}  // namespace gameday
