// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/includes.hpp"

#include <fmt/format.h>
#include <map>
#include <set>

#include "tests/tidy/parts.hpp"
#include "tests/tidy/rules.hpp"

namespace gameday::tidy {
namespace {

/// System headers by which a pure folder would act instead of deciding.
bool does_io(std::string_view header) {
  for (const std::string_view name : {"fstream", "iostream", "thread", "unistd.h", "fcntl.h",
                                      "sys/", "boost/", "curl/", "libpq-fe.h", "spawn.h"}) {
    if (header.starts_with(name)) return true;
  }
  return false;
}

void check_one(const Source& source, const Include& include, Findings& findings) {
  const Part* part = part_of(source.path);
  if (part == nullptr) return;
  const auto tell = [&](std::string what) {
    findings.push_back({source.path, include.line, std::move(what)});
  };
  if (!include.ours) {
    if (part->pure && does_io(include.path)) {
      tell(fmt::format("{} decides, it does no I/O: <{}>", part->folder, include.path));
    }
  } else if (part_of(include.path) == nullptr) {
    tell(fmt::format("\"{}\" is no path from the root to a part", include.path));
  } else if (!may_include(*part, include.path)) {
    tell(fmt::format("{} may not include \"{}\"", part->folder, include.path));
  }
}

/// Follows our own headers from one file; gives the way to world/, if there is one.
class Walk {
 public:
  explicit Walk(const std::vector<Source>& tree) {
    for (const Source& source : tree) m_includes[source.path] = includes_of(source);
  }

  std::string way_to_world(const std::string& path) {
    std::set<std::string> seen{path};
    std::vector<std::vector<std::string>> ways{{path}};
    for (std::size_t i = 0; i < ways.size(); ++i) {
      for (const Include& include : m_includes[ways[i].back()]) {
        if (!include.ours || !seen.insert(include.path).second) continue;
        auto way = ways[i];
        way.push_back(include.path);
        if (include.path.starts_with("world/")) return fmt::format("{}", fmt::join(way, " -> "));
        ways.push_back(std::move(way));
      }
    }
    return {};
  }

 private:
  std::map<std::string, std::vector<Include>> m_includes;
};

}  // namespace

std::vector<Include> includes_of(const Source& source) {
  std::vector<Include> includes;
  if (!source.is_cpp()) return includes;
  const auto lines = lines_of(source.spoken);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = trimmed(lines[i]);
    if (!line.starts_with("#include")) continue;
    line = trimmed(line.substr(std::string_view{"#include"}.size()));
    if (line.size() < 3) continue;
    const bool ours = line.front() == '"';
    const std::size_t end = line.find(ours ? '"' : '>', 1);
    includes.push_back({i + 1, std::string{line.substr(1, end - 1)}, ours});
  }
  return includes;
}

Findings check_includes(const Source& source) {
  Findings findings;
  for (const Include& include : includes_of(source)) check_one(source, include, findings);
  return findings;
}

Findings check_purity(const std::vector<Source>& tree) {
  Findings findings;
  Walk walk{tree};
  for (const Source& source : tree) {
    const Part* part = part_of(source.path);
    if (part == nullptr || !part->pure) continue;
    const std::string way = walk.way_to_world(source.path);
    if (!way.empty()) findings.push_back({source.path, 0, "reaches the world: " + way});
  }
  return findings;
}

}  // namespace gameday::tidy
