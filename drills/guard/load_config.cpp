// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/load_config.hpp"

#include <fmt/format.h>

#include "drills/definition/table_reader.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

constexpr double k_most_writes = 1e6;
constexpr std::int64_t k_most_approvals = 100;

RulePlace place_in(const Problems& problems, const TomlNode& root, std::string_view key) {
  return {problems.file(), place_of(root, {key}).line};
}

/// Reads one key, and where it stands.
template <class T, class Read>
void rule(const TomlNode& root, Problems& problems, std::string_view key,
          std::optional<Ruled<T>>& into, Read read) {
  Ruled<T> ruled{.value = {}, .place = place_in(problems, root, key)};
  if (read(key, ruled.value)) into = std::move(ruled);
}

void read_networks(const TomlNode& root, TableReader& reader, Problems& problems,
                   GuardConfig& config) {
  std::vector<std::string> texts;
  if (!reader.texts("networks", texts)) return;
  Ruled<std::vector<Network>> networks{.value = {}, .place = place_in(problems, root, "networks")};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (const auto network = parse_network(texts[i])) {
      networks.value.push_back(*network);
    } else {
      reader.note(place_of(root, {"networks", i}),
                  fmt::format("{} is no network", in_ticks(texts[i])),
                  "for instance \"10.77.1.0/24\" or \"fd77:0:0:1::/64\"");
    }
  }
  config.networks = std::move(networks);
}

/// Names, and networks that keep their hosts from harm whatever an inventory calls them.
void read_protected(const TomlNode& root, TableReader& reader, Problems& problems,
                    GuardConfig& config) {
  rule(root, problems, "protected", config.off_limits,
       [&](std::string_view key, std::vector<std::string>& into) {
         return reader.texts(key, into);
       });
  if (!config.off_limits) return;
  std::erase_if(config.off_limits->value, [&](const std::string& text) {
    const auto network = parse_network(text);
    if (network) config.off_limits_networks.push_back(*network);
    return network.has_value();
  });
}

GuardConfig read_config(const TomlNode& root, Problems& problems) {
  GuardConfig config;
  config.file = problems.file();
  TableReader reader{root, "the operator's configuration", problems};
  const auto texts = [&](std::string_view key, std::vector<std::string>& into) {
    return reader.texts(key, into);
  };
  rule(root, problems, "environments", config.environments, texts);
  rule(root, problems, "targets", config.targets, texts);
  read_networks(root, reader, problems, config);
  read_protected(root, reader, problems, config);
  rule(root, problems, "this_machine", config.this_machine,
       [&](std::string_view key, bool& into) { return reader.flag(key, into); });
  rule(root, problems, "largest_share", config.largest_share,
       [&](std::string_view key, double& into) { return reader.number(key, into, {0, 1}); });
  rule(root, problems, "largest_write_rate", config.largest_write_rate,
       [&](std::string_view key, double& into) {
         return reader.number(key, into, {0, k_most_writes});
       });
  rule(root, problems, "approvals", config.approvals,
       [&](std::string_view key, std::int64_t& into) {
         return reader.integer(key, into, {0, k_most_approvals});
       });
  reader.tables("freeze", [&](const TomlNode& node, std::size_t) {
    config.freezes.push_back(read_freeze(node, problems));
  });
  reader.tables("incident", [&](const TomlNode& node, std::size_t) {
    config.incidents.push_back(read_incident_check(node, problems));
  });
  reader.finish();
  return config;
}

}  // namespace

std::string to_string(const RulePlace& place) {
  if (!place.file.empty() && place.line == 0) return place.file;
  if (!place.file.empty()) return fmt::format("{}:{}", place.file, place.line);
  return "no configuration says otherwise; it would lie in $GAMEDAY_CONFIG or "
         "/etc/gameday/config.toml";
}

LoadedGuards load_guards(std::vector<SourceFile> sources) {
  LoadedGuards loaded;
  Guards guards;
  for (const SourceFile& source : sources) {
    ParsedToml parsed = parse_document(source);
    if (!parsed.ok) {
      loaded.problems.push_back(std::move(parsed.problem));
      continue;
    }
    Problems problems{source.path, loaded.problems};
    guards.push_back(read_config(parsed.root, problems));
  }
  put_in_order(loaded.problems, sources);
  loaded.sources = std::move(sources);
  if (loaded.problems.empty()) loaded.guards = std::move(guards);
  return loaded;
}

}  // namespace gameday
