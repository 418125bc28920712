// SPDX-License-Identifier: Apache-2.0
// Two types of one name in one namespace make one program of two meanings: the linker keeps the
// functions of either for both, and the heap pays.
#include <fmt/format.h>

#include <map>
#include <regex>

#include "tests/tidy/rules.hpp"

namespace gameday::tidy {
namespace {

/// The name of a type that this line begins to define in the namespace itself; else empty.
std::string defined_type(const std::string& line) {
  static const std::regex k_type{
      R"(^(?:struct|class|enum class) (\w+)(?: final)?(?: : [^;]*)?\s*\{.*)"};
  std::smatch found;
  return std::regex_match(line, found, k_type) ? found[1].str() : std::string{};
}

/// The name of the namespace that this line opens; else empty.
std::string opened_namespace(const std::string& line) {
  static const std::regex k_namespace{R"(^namespace ([\w:]+) \{.*)"};
  std::smatch found;
  return std::regex_match(line, found, k_namespace) ? found[1].str() : std::string{};
}

}  // namespace

Findings check_types(const std::vector<Source>& tree) {
  std::map<std::string, std::string> known;  // by its whole name: the file
  Findings findings;
  for (const Source& source : tree) {
    if (!source.is_header()) continue;
    std::string space;
    std::size_t number = 0;
    for (const std::string_view view : lines_of(source.code)) {
      ++number;
      const std::string line{view};
      if (const std::string opened = opened_namespace(line); !opened.empty()) space = opened;
      const std::string type = defined_type(line);
      if (type.empty()) continue;
      const auto [at, is_new] = known.emplace(space + "::" + type, source.path);
      if (is_new) continue;
      findings.push_back(
          {source.path, number, fmt::format("{} is defined in {} as well", at->first, at->second)});
    }
  }
  return findings;
}

}  // namespace gameday::tidy
