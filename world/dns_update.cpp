// SPDX-License-Identifier: Apache-2.0
#include "world/dns_update.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gameday::dns {
namespace {

constexpr std::uint16_t k_opcode_update = 5U << 11U;
constexpr std::uint16_t k_class_in = 1;

std::string plain(std::string_view name) {
  std::string text{name};
  if (text.ends_with('.')) text.pop_back();
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

/// The codes of RFC 2136, 2.2, in words.
std::string words_of(int rcode) {
  switch (rcode) {
    case 1: return "it does not understand the message (FORMERR)";
    case 2: return "it failed (SERVFAIL)";
    case 3: return "there is no such name (NXDOMAIN)";
    case 4: return "it takes no updates (NOTIMP)";
    case 5: return "the key may not change this, or nobody may (REFUSED)";
    case 6:
    case 7:
    case 8: return "somebody else has changed it: it is not what it was when it was looked at";
    case 9: return "it has not the last word on the zone, or does not take the key (NOTAUTH)";
    case 10: return "the name does not lie in the zone (NOTZONE)";
    default: return fmt::format("it answers with code {}", rcode);
  }
}

tl::unexpected<Error> told(ErrorKind kind, std::string what, const RecordPlace& place,
                           std::string why) {
  return fail(kind, std::move(what), fmt::format("{} {}", place.name, place.type), std::move(why));
}

Result<void> check_names(const RecordPlace& place) {
  for (const std::string& name : {place.zone, place.name}) {
    if (auto bytes = name_bytes(name); !bytes) return tl::unexpected{bytes.error()};
  }
  return {};
}

/// One record for each value.
Result<std::vector<ResourceRecord>> records(const RecordPlace& place, const RecordSet& set,
                                            std::uint32_t ttl) {
  const auto type = record_type(place.type);
  if (!type) return tl::unexpected{type.error()};
  std::vector<ResourceRecord> made;
  for (const std::string& value : set.values) {
    auto data = record_data(*type, value);
    if (!data) return tl::unexpected{data.error()};
    made.push_back({plain(place.name), *type, k_class_in, ttl, std::move(*data)});
  }
  return made;
}

}  // namespace

Result<std::string> ask_for_set(std::uint16_t id, const RecordPlace& place) {
  if (auto fine = check_names(place); !fine) return tl::unexpected{fine.error()};
  const auto type = record_type(place.type);
  if (!type) return tl::unexpected{type.error()};
  return write_message({.id = id,
                        .flags = 0,
                        .questions = {{plain(place.name), *type, k_class_in}},
                        .answers = {},
                        .authority = {},
                        .additional = {}});
}

Result<RecordSet> read_set(std::string_view answer, const RecordPlace& place) {
  const std::string what = "read the records";
  const auto message = read_message(answer);
  if (!message) return tl::unexpected{message.error()};
  const auto type = record_type(place.type);
  if (!type) return tl::unexpected{type.error()};
  if (message->rcode() != 0 && message->rcode() != k_rcode_nxdomain) {
    return told(ErrorKind::failed, what, place, words_of(message->rcode()));
  }
  if (message->is_cut()) return told(ErrorKind::failed, what, place, "the answer is cut off");
  if (!message->is_authoritative()) {
    return told(ErrorKind::refused, what, place, "the server has not the last word on the zone");
  }
  RecordSet set;
  for (const ResourceRecord& record : message->answers) {
    if (record.name != plain(place.name)) continue;
    if (record.type == *type) {
      set.ttl = record.ttl;
      set.values.push_back(record_text(*type, record.data));
    } else if (record.type == k_type_cname) {
      return told(ErrorKind::refused, what, place, "the name is an alias (CNAME)");
    }
  }
  std::ranges::sort(set.values);
  return set;
}

Result<std::string> make_update(std::uint16_t id, const RecordPlace& place, const RecordSet& from,
                                const RecordSet& to) {
  if (auto fine = check_names(place); !fine) return tl::unexpected{fine.error()};
  // A prerequisite has no time to live; one of class NONE says that there is no such set.
  auto before = records(place, from, 0);
  auto after = records(place, to, to.ttl);
  if (!before) return tl::unexpected{before.error()};
  if (!after) return tl::unexpected{after.error()};
  const std::uint16_t type = record_type(place.type).value();
  if (before->empty()) before->push_back({plain(place.name), type, k_class_none});
  after->insert(after->begin(), {plain(place.name), type, k_class_any});
  return write_message({.id = id,
                        .flags = k_opcode_update,
                        .questions = {{plain(place.zone), k_type_soa, k_class_in}},
                        .answers = std::move(*before),
                        .authority = std::move(*after),
                        .additional = {}});
}

Result<void> read_update_answer(std::string_view answer, const RecordPlace& place) {
  const auto message = read_message(answer);
  if (!message) return tl::unexpected{message.error()};
  if (!message->is_answer()) {
    return fail(ErrorKind::bad_input, "change the records", place.name, "it is no answer");
  }
  const int rcode = message->rcode();
  if (rcode == 0) return {};
  return told(rcode >= 5 ? ErrorKind::refused : ErrorKind::failed, "change the records", place,
              words_of(rcode));
}

}  // namespace gameday::dns
