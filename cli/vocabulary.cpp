// SPDX-License-Identifier: Apache-2.0
#include "cli/vocabulary.hpp"

#include "base/catalog.hpp"
#include "drills/measure/ledgers.hpp"
#include "drills/measure/probes.hpp"
#include "world/transports.hpp"

namespace gameday {

Vocabulary vocabulary() {
  Vocabulary words;
  for (const ProbeKind* kind : probe_kinds()) {
    words.probes.push_back({kind->name, kind->params, kind->clients});
  }
  for (const LedgerKind* kind : ledger_kinds()) words.ledgers.push_back({kind->name, kind->params});
  words.transports = names_of(transports());
  return words;
}

MakeTable ledger_tables() {
  return [](const LedgerSpec& spec, const std::string& table) -> Result<Change> {
    const LedgerKind* kind = find_kind(ledger_kinds(), spec.kind);
    if (kind == nullptr) {
      return fail(ErrorKind::bad_input, "make the table of", spec.name,
                  "unknown kind " + spec.kind);
    }
    return kind->make_table(spec, table);
  };
}

}  // namespace gameday
