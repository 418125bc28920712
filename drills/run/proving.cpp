// SPDX-License-Identifier: Apache-2.0
#include "drills/run/proving.hpp"

#include <algorithm>
#include <future>

#include "base/catalog.hpp"
#include "injectors/mechanisms.hpp"

namespace gameday {
namespace {

constexpr std::chrono::seconds k_bite_limit{60};
constexpr std::chrono::milliseconds k_bite_poll{200};

struct Looked {
  ProofResult result = ProofResult::inconclusive;
  std::string detail;
};

Looked look(Performer& performer, const Proof& proof) {
  const std::string where = proof.inside ? " (from inside): " : " (from outside): ";
  const Result<Outcome> outcome = performer.perform(proof.look);
  if (!outcome) {
    return {ProofResult::inconclusive, proof.name + where + outcome.error().text()};
  }
  if (matches(proof.confirms, *outcome)) {
    return {ProofResult::confirmed, proof.name + where + "confirmed"};
  }
  if (matches(proof.refutes, *outcome)) {
    return {ProofResult::mismatch, proof.name + where + "it did not bite"};
  }
  return {ProofResult::inconclusive,
          proof.name + where + "status " + std::to_string(outcome->status)};
}

int badness(ProofResult result) {
  switch (result) {
    case ProofResult::confirmed: return 0;
    case ProofResult::inconclusive: return 1;
    case ProofResult::mismatch: return 2;
  }
  return 1;
}

}  // namespace

events::FaultProven prove(Performer& performer, const PlannedFault& fault) {
  events::FaultProven proven{
      .fault = fault.spec.name, .proof = ProofResult::inconclusive, .details = {}};
  std::vector<std::future<Looked>> looks;
  for (const Proof& proof : fault.plan.proofs) {
    looks.push_back(
        std::async(std::launch::async, [&performer, &proof] { return look(performer, proof); }));
  }
  bool first = true;
  for (std::future<Looked>& pending : looks) {
    const Looked looked = pending.get();
    if (first || badness(looked.result) > badness(proven.proof)) proven.proof = looked.result;
    first = false;
    proven.details.push_back(looked.detail);
  }
  return proven;
}

Instant see_it_bite(World& world, const PlannedFault& fault, const Pause& pause) {
  const Instant limit = world.clock.now() + std::min<Duration>(fault.spec.lasts, k_bite_limit);
  while (true) {
    const bool seen = prove(world.performer, fault).proof == ProofResult::confirmed;
    const Instant now = world.clock.now();
    if (seen || now >= limit) return now;
    pause(std::min<Duration>(k_bite_poll, limit - now));
  }
}

events::CountersRead read_counters(Performer& performer, const PlannedFault& fault) {
  events::CountersRead read{.fault = fault.spec.name, .counters = {}};
  const Mechanism* mechanism = find_kind(mechanisms(), fault.plan.mechanism);
  if (mechanism == nullptr) return read;
  for (const Action& action : fault.plan.counters) {
    const Result<Outcome> outcome = performer.perform(action);
    if (!outcome || !outcome->ok) continue;
    std::ranges::move(mechanism->read_counters(outcome->out), std::back_inserter(read.counters));
  }
  return read;
}

}  // namespace gameday
