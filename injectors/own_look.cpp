// SPDX-License-Identifier: Apache-2.0
#include "injectors/own_look.hpp"

namespace gameday {

Proof own_look(const Change& change, std::string name, bool inside) {
  return {.name = std::move(name),
          .inside = inside,
          .look = change.verify.look,
          .confirms = change.verify.in_force,
          .refutes = change.verify.gone};
}

FaultPlan one_change(Change change, std::string proof, bool inside) {
  FaultPlan plan;
  plan.proofs.push_back(own_look(change, std::move(proof), inside));
  plan.changes.push_back(std::move(change));
  return plan;
}

}  // namespace gameday
