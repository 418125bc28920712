// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "drills/definition/table_reader.hpp"
#include "drills/definition/text.hpp"
#include "drills/guard/load_config.hpp"

namespace gameday {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr std::array<std::string_view, 4> k_kinds{"http", "tcp", "command", "promql"};
constexpr Range<Duration> k_timeout{milliseconds{10}, minutes{1}};
constexpr Range<std::int64_t> k_statuses{100, 599};

void read_url(TableReader& reader, const TomlNode& node, std::string& into) {
  if (!reader.text("url", into, Need::required)) return;
  if (into.starts_with("http://") || into.starts_with("https://")) return;
  reader.note(place_of(node, {"url"}), fmt::format("{} is no URL", in_ticks(into)),
              "it begins with http:// or https://");
}

void read_expected(TableReader& reader, IncidentCheck& check, Problems& problems) {
  const TomlNode* node = reader.table("expect");
  if (node == nullptr) return;
  TableReader expected{*node, "`expect`", problems};
  expected.integer("status", check.status, k_statuses);
  if (const TomlNode* members = expected.table("json")) {
    check.members = std::make_shared<const Json>(to_json(*members));
  }
  expected.finish();
}

void read_address(TableReader& reader, const TomlNode& node, std::string& into) {
  if (!reader.text("address", into, Need::required) || parse_endpoint(into)) return;
  reader.note(place_of(node, {"address"}),
              fmt::format("{} is no address with a port", in_ticks(into)),
              "for instance \"10.77.1.10:5432\"");
}

}  // namespace

IncidentCheck read_incident_check(const TomlNode& node, Problems& problems) {
  IncidentCheck check;
  check.place = {problems.file(), node.place.line};
  TableReader reader{node, "[[incident]]", problems};
  reader.text("name", check.name, Need::required);
  Duration timeout{check.timeout};
  if (reader.duration("timeout", timeout, Need::optional, k_timeout)) {
    check.timeout = std::chrono::ceil<milliseconds>(timeout);
  }
  if (!reader.word("kind", check.kind, k_kinds, Need::required)) return check;
  if (check.kind == "http" || check.kind == "promql") {
    read_url(reader, node, check.url);
    reader.secret("authorization", check.authorization);
  }
  if (check.kind == "http") read_expected(reader, check, problems);
  if (check.kind == "promql") reader.text("query", check.query, Need::required);
  if (check.kind == "tcp") read_address(reader, node, check.address);
  if (check.kind == "command") reader.texts("command", check.command, Need::required);
  reader.finish();
  return check;
}

}  // namespace gameday
