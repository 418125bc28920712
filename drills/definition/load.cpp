// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/load.hpp"

#include <fmt/format.h>

#include "drills/definition/check.hpp"
#include "drills/definition/check_failback.hpp"
#include "drills/definition/check_policy.hpp"
#include "drills/definition/read.hpp"
#include "drills/definition/read_alerts.hpp"
#include "drills/definition/read_policy.hpp"
#include "drills/definition/spread_clients.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

/// A file, its document and its problems, from reading to the last check.
template <class T>
struct Document {
  explicit Document(const SourceFile& file, std::vector<Diagnostic>& all)
      : problems{file.path, all} {
    ParsedToml parsed = parse_document(file);
    ok = parsed.ok;
    root = std::move(parsed.root);
    if (!ok) all.push_back(std::move(parsed.problem));
  }
  [[nodiscard]] Part<T> part() { return {value, root, problems}; }

  Problems problems;
  bool ok = false;
  TomlNode root;
  T value;
};

/// Reads a file that the drill names; where there is none, that is a problem of the drill.
std::optional<SourceFile> read_named(const Part<Drill>& drill, std::string_view key,
                                     const std::string& name, std::string_view catalog,
                                     const ReadSource& read) {
  if (name.empty()) return std::nullopt;
  std::optional<SourceFile> file = read(name, drill.problems.file(), catalog);
  if (!file) {
    drill.note({key}, fmt::format("could not find {} beside the drill, nor in the catalogs",
                                  in_ticks(name)));
  }
  return file;
}

void load_runbook(const SourceFile& file, Document<Runbook>& runbook) {
  if (!runbook.ok) return;
  runbook.value = read_runbook(runbook.root, runbook.problems);
  runbook.value.file = file.path;
  check_runbook(runbook.part());
  check_ways(runbook.part());
}

void load_inventory_part(const Variables& variables, const Vocabulary& vocabulary,
                         Document<Inventory>& inventory) {
  if (!inventory.ok) return;
  put_variables(inventory.root, variables, inventory.problems);
  inventory.value = read_inventory(inventory.root, inventory.problems);
  check_inventory(inventory.part(), vocabulary);
}

/// Every table of a list of the document, against the inventory.
void check_list(const TomlNode& root, std::string_view key, const Inventory& inventory,
                Problems& problems) {
  const TomlMember* list = root.find(key);
  if (list == nullptr) return;
  for (const TomlNode& table : list->value.items) check_references(table, inventory, problems);
}

/// What drill, inventory and runbook say of each other; only of those that could be parsed.
void check_together(Document<Drill>& drill, std::optional<Document<Inventory>>& inventory,
                    std::optional<Document<Runbook>>& runbook) {
  const bool with_runbook = runbook ? runbook->ok : drill.value.runbook_file.empty();
  if (inventory && inventory->ok) {
    for (const std::string_view key : {"probe", "ledger", "fault"}) {
      check_list(drill.root, key, inventory->value, drill.problems);
    }
    if (runbook && runbook->ok) {
      check_list(runbook->root, "step", inventory->value, runbook->problems);
    }
    if (with_runbook) {
      check_safety(drill.part(), runbook ? runbook->value : Runbook{}, inventory->value);
    }
  }
}

/// One drill on its way from texts to a definition.
class Loading {
 public:
  Loading(const SourceFile& file, const ReadSource& read, const Variables& variables,
          const Vocabulary& vocabulary)
      : m_read{read}, m_variables{variables}, m_vocabulary{vocabulary}, m_drill{file, m_problems} {
    m_sources.push_back(file);
  }

  Loaded load() {
    if (m_drill.ok) load_all();
    Loaded loaded;
    put_in_order(m_problems, m_sources);
    if (m_problems.empty()) {
      loaded.definition =
          Definition{.drill = std::move(m_drill.value),
                     .inventory = std::move(m_inventory->value),
                     .runbook = m_runbook ? std::move(m_runbook->value) : Runbook{},
                     .sources = m_sources,
                     .variables = m_variables,
                     .failback = m_failback ? std::move(m_failback->value) : Runbook{}};
    }
    loaded.problems = std::move(m_problems);
    loaded.sources = std::move(m_sources);
    return loaded;
  }

 private:
  void load_all() {
    spread_clients(m_drill.root, m_drill.problems);
    m_drill.value = read_drill(m_drill.root, m_vocabulary, m_drill.problems);
    m_drill.value.policy = read_policy(m_drill.root, m_drill.problems);
    fill_defaults(m_drill.value);
    check_names(m_drill.part());
    check_objectives(m_drill.part());
    check_instruments(m_drill.part());
    const Part<Drill> drill = m_drill.part();
    if (auto file = read_named(drill, "inventory", drill.value.inventory_file, "drills", m_read)) {
      m_sources.push_back(*file);
      load_inventory_part(m_variables, m_vocabulary, m_inventory.emplace(*file, m_problems));
    }
    if (auto file = read_named(drill, "runbook", drill.value.runbook_file, "runbooks", m_read)) {
      m_sources.push_back(*file);
      load_runbook(*file, m_runbook.emplace(*file, m_problems));
    }
    check_alerts(drill, m_inventory && m_inventory->ok ? &m_inventory->value : nullptr);
    check_policy(drill, m_inventory && m_inventory->ok ? &m_inventory->value : nullptr);
    check_together(m_drill, m_inventory, m_runbook);
    check_failback(drill);
    if (drill.value.failback) load_failback(drill);
  }

  void load_failback(const Part<Drill>& drill) {
    const auto file =
        read_named(drill, "failback", drill.value.failback->runbook_file, "runbooks", m_read);
    if (!file) return;
    m_sources.push_back(*file);
    Document<Runbook>& failback = m_failback.emplace(*file, m_problems);
    const bool with_inventory = m_inventory && m_inventory->ok;
    if (failback.ok && with_inventory) {
      put_lab(failback.root, m_variables, m_inventory->value, failback.problems);
    }
    load_runbook(*file, failback);
    if (!failback.ok) return;
    check_failback_steps(drill, failback.part(), m_runbook ? m_runbook->value : Runbook{});
    if (with_inventory) {
      check_list(failback.root, "step", m_inventory->value, failback.problems);
      if (const TomlMember* table = m_drill.root.find("failback")) {
        check_list(table->value, "gates", m_inventory->value, m_drill.problems);
      }
    }
  }

  const ReadSource& m_read;
  const Variables& m_variables;
  const Vocabulary& m_vocabulary;
  std::vector<Diagnostic> m_problems;
  std::vector<SourceFile> m_sources;
  Document<Drill> m_drill;
  std::optional<Document<Inventory>> m_inventory;
  std::optional<Document<Runbook>> m_runbook;
  std::optional<Document<Runbook>> m_failback;
};

}  // namespace

Loaded load_drill(const SourceFile& drill, const ReadSource& read, const Variables& variables,
                  const Vocabulary& vocabulary) {
  return Loading{drill, read, variables, vocabulary}.load();
}

bool names_a_drill(const SourceFile& source) {
  return parse_document(source).root.find("drill") != nullptr;
}

LoadedInventory load_inventory(const SourceFile& source, const Variables& variables) {
  LoadedInventory loaded;
  Document<Inventory> inventory{source, loaded.problems};
  load_inventory_part(variables, {}, inventory);
  put_in_order(loaded.problems, std::vector{source});
  if (loaded.problems.empty()) loaded.inventory = std::move(inventory.value);
  return loaded;
}

}  // namespace gameday
