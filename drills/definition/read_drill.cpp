// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/catalog.hpp"
#include "drills/definition/policy.hpp"
#include "drills/definition/read.hpp"
#include "drills/definition/read_alerts.hpp"
#include "drills/definition/read_failback.hpp"
#include "drills/definition/table_reader.hpp"
#include "drills/definition/text.hpp"
#include "injectors/injectors.hpp"

namespace gameday {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr std::array<std::string_view, 3> k_clients{"fresh", "cached", "pooled"};
constexpr std::array<std::string_view, 2> k_architectures{"warm-standby", "active-active"};
constexpr std::array<std::string_view, 2> k_ends{"failed-over", "failed-back"};
constexpr Range<Duration> k_period{milliseconds{1}, hours{1}};
constexpr Range<Duration> k_timeout{milliseconds{1}, minutes{1}};
constexpr Range<Duration> k_target{Duration{0}, hours{24}};

/// Reads `kind` and its parameters; a table of an unknown kind is left alone.
template <class Kinds>
void read_kind(TableReader& reader, const Kinds& kinds, std::string& kind, Params& params) {
  std::vector<std::string_view> names;
  for (const auto& known : kinds) names.push_back(known.name);
  if (!reader.word("kind", kind, names, Need::required)) return;
  params = reader.params(
      std::ranges::find(kinds, kind, [](const auto& known) { return known.name; })->params);
  reader.finish();
}

/// The class, one or (spread_clients.hpp has seen to several) one in a list that is wrong.
void read_client(TableReader& reader, std::string& client) {
  const TomlNode* const node = reader.value("client");
  if (node == nullptr || node->type == TomlNode::Type::list) return;
  reader.word("client", client, k_clients);
}

/// Not every kind has connections to keep, or names to look up.
void check_client(TableReader& reader, const Vocabulary& vocabulary, const ProbeSpec& probe) {
  const auto kind = std::ranges::find(vocabulary.probes, probe.kind, &KindSpec::name);
  if (kind == vocabulary.probes.end() || kind->clients.empty()) return;
  if (std::ranges::find(kind->clients, probe.client) != kind->clients.end()) return;
  reader.note(reader.value("client")->place,
              fmt::format("a {} probe cannot be a {} client", probe.kind, probe.client),
              fmt::format("it can be {}", fmt::join(kind->clients, " or ")));
}

ProbeSpec read_probe(const TomlNode& node, const Vocabulary& vocabulary, Problems& problems) {
  ProbeSpec probe;
  TableReader reader{node, "[[probe]]", problems};
  reader.name("name", probe.name, Need::required);
  reader.word("layer", probe.layer, k_layers);
  read_client(reader, probe.client);
  reader.duration("every", probe.every, Need::required, k_period);
  reader.duration("timeout", probe.timeout, Need::required, k_timeout);
  reader.duration("good_within", probe.good_within, k_timeout);
  reader.flag("judge", probe.judge);
  reader.name("from", probe.from);
  read_kind(reader, vocabulary.probes, probe.kind, probe.params);
  check_client(reader, vocabulary, probe);
  return probe;
}

LedgerSpec read_ledger(const TomlNode& node, const Vocabulary& vocabulary, Problems& problems) {
  LedgerSpec ledger;
  TableReader reader{node, "[[ledger]]", problems};
  reader.name("name", ledger.name, Need::required);
  reader.name("class", ledger.data_class, Need::required);
  reader.name("database", ledger.database, Need::required);
  reader.duration("every", ledger.every, Need::required, k_period);
  reader.duration("timeout", ledger.timeout, Need::optional, k_timeout);
  reader.name("from", ledger.from);
  reader.flag("judge", ledger.judge);
  read_kind(reader, vocabulary.ledgers, ledger.kind, ledger.params);
  return ledger;
}

/// The kind, with a number from the second of its kind on.
std::string default_name(const std::string& kind, const std::vector<FaultSpec>& before) {
  const auto same = std::ranges::count(before, kind, &FaultSpec::kind);
  return same == 0 ? kind : fmt::format("{}-{}", kind, same + 1);
}

FaultSpec read_fault(const TomlNode& node, const std::vector<FaultSpec>& before,
                     Problems& problems) {
  FaultSpec fault;
  fault.after = std::chrono::seconds{5};
  std::vector<KindSpec> kinds;
  for (const Injector* injector : injectors()) {
    kinds.push_back({.name = injector->name, .params = injector->params});
  }
  TableReader reader{node, "[[fault]]", problems};
  const bool named = reader.name("name", fault.name);
  reader.duration("after", fault.after, Need::optional, k_target);
  reader.duration("lasts", fault.lasts, Need::required);
  reader.flag("accept_no_deadman", fault.accept_no_deadman);
  read_kind(reader, kinds, fault.kind, fault.params);
  if (!named && !fault.kind.empty()) fault.name = default_name(fault.kind, before);
  return fault;
}

AbortSpec read_abort(const TomlNode& node, Problems& problems) {
  AbortSpec abort;
  TableReader reader{node, "[[abort]]", problems};
  reader.name("probe", abort.probe, Need::required);
  reader.duration("bad_for", abort.bad_for, Need::required);
  reader.finish();
  return abort;
}

Participant read_participant(const TomlNode& node, Problems& problems) {
  Participant person;
  TableReader reader{node, "[[people]]", problems};
  reader.text("name", person.name, Need::required);
  reader.text("role", person.role, Need::required);
  reader.finish();
  return person;
}

/// start_when = "person", or { probe = "shop", bad_for = "1s" }.
std::optional<StartWhen> read_start(TableReader& drill, Problems& problems) {
  const TomlNode* node = drill.value("start_when");
  if (node == nullptr) return std::nullopt;
  if (node->type == TomlNode::Type::text && node->text == "person") return StartWhen{};
  if (node->type != TomlNode::Type::table) {
    drill.note(node->place, "`start_when` must be \"person\" or a probe that is bad",
               "write start_when = { probe = \"...\", bad_for = \"1s\" }");
    return std::nullopt;
  }
  StartWhen start;
  TableReader reader{*node, "`start_when`", problems};
  reader.name("probe", start.probe, Need::required);
  reader.duration("bad_for", start.bad_for, Need::required);
  reader.finish();
  return start.probe.empty() ? std::nullopt : std::optional{start};
}

Objectives read_objectives(TableReader& drill, Problems& problems) {
  Objectives objectives;
  const TomlNode* node = drill.table("objectives");
  if (node == nullptr) return objectives;
  TableReader reader{*node, "[objectives]", problems};
  reader.duration("rto", objectives.rto);
  reader.duration("detect", objectives.detect);
  if (const TomlNode* rpo = reader.table("rpo")) {
    TableReader classes{*rpo, "`rpo`", problems};
    for (const TomlMember& member : rpo->members) {
      if (!is_name(member.key)) reader.note(member.place, in_ticks(member.key) + " is no name");
      classes.duration(member.key, objectives.rpo[member.key], Need::optional, k_target);
    }
  }
  reader.finish();
  return objectives;
}

void read_lists(TableReader& reader, const Vocabulary& vocabulary, Problems& problems,
                Drill& drill) {
  reader.tables("probe", [&](const TomlNode& node, std::size_t) {
    drill.probes.push_back(read_probe(node, vocabulary, problems));
  });
  reader.tables("ledger", [&](const TomlNode& node, std::size_t) {
    drill.ledgers.push_back(read_ledger(node, vocabulary, problems));
  });
  reader.tables("fault", [&](const TomlNode& node, std::size_t) {
    drill.faults.push_back(read_fault(node, drill.faults, problems));
  });
  reader.tables("abort", [&](const TomlNode& node, std::size_t) {
    drill.aborts.push_back(read_abort(node, problems));
  });
  reader.tables("people", [&](const TomlNode& node, std::size_t) {
    drill.people.push_back(read_participant(node, problems));
  });
  reader.tables("alert", [&](const TomlNode& node, std::size_t) {
    drill.alerts.push_back(read_alert(node, problems));
  });
}

}  // namespace

Drill read_drill(const TomlNode& root, const Vocabulary& vocabulary, Problems& problems) {
  Drill drill;
  drill.file = problems.file();
  TableReader reader{root, "the drill", problems};
  reader.name("drill", drill.name, Need::required);
  reader.text("title", drill.title, Need::required);
  reader.text("hypothesis", drill.hypothesis);
  reader.word("architecture", drill.architecture, k_architectures);
  reader.text("inventory", drill.inventory_file, Need::required);
  reader.text("runbook", drill.runbook_file);
  drill.start_when = read_start(reader, problems);
  reader.name("fence", drill.fence);
  reader.word("ends", drill.ends, k_ends);
  reader.duration("stable_for", drill.stable_for);
  reader.number("availability", drill.availability, {0.5, 1.0});
  reader.duration("settle", drill.settle, Need::optional, k_target);
  reader.duration("give_up_after", drill.give_up_after);
  drill.objectives = read_objectives(reader, problems);
  read_lists(reader, vocabulary, problems, drill);
  drill.failback = read_failback(reader, problems);
  reader.value("policy");  // read and checked by load_drill (read_policy.hpp)
  reader.finish();
  return drill;
}

}  // namespace gameday
