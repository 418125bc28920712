// SPDX-License-Identifier: Apache-2.0
// Looks at one set of records through the HTTP API of PowerDNS, and changes it if it is what it was
// when it was looked at before. Words: "look", which prints {"ttl":5,"values":["10.77.1.20"]}, or
// "set". The rest comes as JSON on standard input, so that the API's key stands in no command line.
#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "world/agents.hpp"
#include "world/http.hpp"
#include "world/pdns_records.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_patience{2500};

struct PdnsPlace {
  std::string zone_url;
  std::string key;
  dns::RecordPlace place;
};

Result<PdnsPlace> read_place(const Json& input) {
  JsonReader reader{input, "records of PowerDNS"};
  PdnsPlace read;
  read.place = {reader.text("zone"), reader.text("name"), reader.text("type")};
  const std::string url = reader.text("url");
  const bool dotted = read.place.zone.ends_with('.');
  read.zone_url = fmt::format("{}/zones/{}{}", url, read.place.zone, dotted ? "" : ".");
  read.key = reader.text("secret");
  return reader.finish(std::move(read));
}

Result<Outcome> ask(const PdnsPlace& at, HttpRequest request) {
  request.headers = {{"X-API-Key", at.key}, {"Content-Type", "application/json"}};
  auto answer = send_http(request, k_patience);
  if (!answer || answer->ok) return answer;
  const bool key = answer->status == 401;
  return fail(key ? ErrorKind::refused : ErrorKind::failed, "ask PowerDNS", at.zone_url,
              key ? "it does not take the key"
                  : fmt::format("HTTP status {}: {}", answer->status, answer->out.substr(0, 300)));
}

Result<dns::RecordSet> look(const PdnsPlace& at) {
  // Servers that do not know the filter answer with all of the zone.
  const std::string url = fmt::format("{}?rrset_name={}{}", at.zone_url, at.place.name,
                                      at.place.name.ends_with('.') ? "" : ".");
  const auto answer = ask(at, {"GET", url, {}, {}});
  if (!answer) return tl::unexpected{answer.error()};
  return read_rrset(answer->out, at.place);
}

Result<void> set(const PdnsPlace& at, const Json& input) {
  JsonReader reader{input, "records of PowerDNS"};
  const std::vector<std::string> from = reader.texts("from");
  dns::RecordSet to;
  to.values = reader.texts("to");
  to.ttl = static_cast<std::uint32_t>(reader.integer("ttl", 0, 0x7fffffff));
  if (const auto read = reader.finish(true); !read) return tl::unexpected{read.error()};
  const auto there = look(at);
  if (!there) return tl::unexpected{there.error()};
  if (there->values == to.values && (there->ttl == to.ttl || to.values.empty())) return {};
  if (there->values != from) {
    return fail(ErrorKind::refused, "change the records", at.place.name,
                "somebody else has changed it: it is not what it was when it was looked at");
  }
  const auto done = ask(at, {"PATCH", at.zone_url, {}, write_rrset(at.place, to)});
  if (!done) return tl::unexpected{done.error()};
  return {};
}

Result<std::string> run(const AgentCall& call) {
  const bool sets = call.words.size() == 1 && call.words[0] == "set";
  if (!sets && (call.words.size() != 1 || call.words[0] != "look")) {
    return fail(ErrorKind::bad_input, "change records", "", "words: look, or set");
  }
  const Json input = Json::parse(call.input(), nullptr, false);
  const auto at = read_place(input);
  if (!at) return tl::unexpected{at.error()};
  if (sets) {
    if (const auto done = set(*at, input); !done) return tl::unexpected{done.error()};
  }
  const auto seen = look(*at);
  if (!seen) return tl::unexpected{seen.error()};
  return Json{{"ttl", seen->ttl}, {"values", seen->values}}.dump() + "\n";
}

}  // namespace

const Agent k_agent_pdns_records{
    "pdns_records", "a set of records, looked at or changed through the API of PowerDNS", run};

}  // namespace gameday
