// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/inventory.hpp"
#include "drills/definition/diagnostic.hpp"
#include "drills/definition/drill.hpp"
#include "drills/definition/guard.hpp"
#include "runbooks/step.hpp"

namespace gameday {

/// Gives the text of a file that a drill names: looked for beside the drill, then in the catalogs.
/// The pure parts are handed it; the command line supplies the one that reads the disk.
using ReadSource = std::function<std::optional<SourceFile>(
    std::string_view name, std::string_view beside, std::string_view catalog)>;

/// Variables that may stand in inventory strings as ${name}. "labs" = the folder that holds the
/// labs' folders; ${lab} then is <labs>/<lab name>. "lab_name", where given, replaces the
/// inventory's `lab`.
using Variables = std::map<std::string, std::string, std::less<>>;

/// A drill with everything that it names, loaded and checked against each other.
struct Definition {
  Drill drill;
  Inventory inventory;
  Runbook runbook;
  std::vector<SourceFile> sources;  ///< drill, inventory, runbook, failback, as read (and frozen)
  Variables variables;
  Runbook failback = {};  ///< its runbook; without steps where the drill has no way back
};

/// A kind that lives above this part (probes and ledgers), by its name and parameters.
struct KindSpec {
  std::string_view name;
  std::span<const ParamSpec> params;
  std::span<const std::string_view> clients = {};  ///< of a probe; empty = any is taken
};

/// The kinds that a drill may name but that this part may not include; the caller supplies them.
struct Vocabulary {
  std::vector<KindSpec> probes;
  std::vector<KindSpec> ledgers;
  std::vector<std::string_view> transports = {};  ///< names; empty = any is taken
};

/// What loading gives: a definition, or every problem at once with the sources they stand in.
struct Loaded {
  std::optional<Definition> definition;
  std::vector<Diagnostic> problems;
  std::vector<SourceFile> sources;
};

/// Parses and checks a drill and all it names. Contacts nothing.
[[nodiscard]] Loaded load_drill(const SourceFile& drill, const ReadSource& read,
                                const Variables& variables, const Vocabulary& vocabulary);

/// Whether a file is a drill rather than an inventory: it has a key `drill`.
[[nodiscard]] bool names_a_drill(const SourceFile& source);

/// Parses and checks an inventory alone (for recover --from-world, status).
struct LoadedInventory {
  std::optional<Inventory> inventory;
  std::vector<Diagnostic> problems;
};
[[nodiscard]] LoadedInventory load_inventory(const SourceFile& source, const Variables& variables);

}  // namespace gameday
