// SPDX-License-Identifier: Apache-2.0
#include "world/pdns_records.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"

namespace gameday {
namespace {

std::string with_dot(const std::string& name) { return name.ends_with('.') ? name : name + "."; }

std::string without_dot(std::string name) {
  if (name.ends_with('.')) name.pop_back();
  return name;
}

tl::unexpected<Error> refused(const dns::RecordPlace& place, std::string why) {
  return fail(ErrorKind::refused, "change the records", place.name + " " + place.type,
              std::move(why));
}

}  // namespace

Result<dns::RecordSet> read_rrset(std::string_view body, const dns::RecordPlace& place) {
  const Json json = Json::parse(body, nullptr, false);
  JsonReader zone{json, "a zone of PowerDNS"};
  dns::RecordSet set;
  for (const Json* each : zone.list("rrsets")) {
    JsonReader rrset{*each, "a set of records"};
    const bool ours = without_dot(rrset.text("name")) == without_dot(place.name);
    const std::string type = rrset.text("type");
    if (auto read = rrset.finish(true); !read) return tl::unexpected{read.error()};
    if (ours && type == "CNAME" && place.type != type) {
      return refused(place, "the name is an alias (CNAME)");
    }
    if (!ours || type != place.type) continue;
    set.ttl = static_cast<std::uint32_t>(rrset.integer("ttl", 0, 0x7fffffff));
    for (const Json* one : rrset.list("records")) {
      JsonReader record{*one, "a record"};
      const std::string content = record.text("content");
      set.values.push_back(type == "CNAME" ? without_dot(content) : content);
      const bool disabled = record.has("disabled") && record.boolean("disabled");
      if (disabled) return refused(place, "it has disabled records, which would be lost");
      if (auto read = record.finish(true); !read) return tl::unexpected{read.error()};
    }
    if (auto read = rrset.finish(true); !read) return tl::unexpected{read.error()};
  }
  std::ranges::sort(set.values);
  return zone.finish(std::move(set));
}

std::string write_rrset(const dns::RecordPlace& place, const dns::RecordSet& set) {
  Json rrset{{"name", with_dot(place.name)}, {"type", place.type}};
  rrset["changetype"] = set.values.empty() ? "DELETE" : "REPLACE";
  if (!set.values.empty()) {
    rrset["ttl"] = set.ttl;
    rrset["records"] = Json::array();
    for (const std::string& value : set.values) {
      const std::string content = place.type == "CNAME" ? with_dot(value) : value;
      rrset["records"].push_back({{"content", content}, {"disabled", false}});
    }
  }
  return Json{{"rrsets", Json::array({rrset})}}.dump();
}

}  // namespace gameday
