// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "drills/definition/table_reader.hpp"
#include "drills/definition/text.hpp"

namespace gameday {

bool TableReader::flag(std::string_view key, bool& into) {
  const TomlNode* found = typed(key, TomlNode::Type::boolean, "true or false", Need::optional);
  if (found != nullptr) into = found->boolean;
  return found != nullptr;
}

bool TableReader::integer(std::string_view key, std::int64_t& into, Range<std::int64_t> range) {
  const TomlNode* found = typed(key, TomlNode::Type::integer, "an integer", Need::optional);
  if (found == nullptr) return false;
  if (found->integer < range.least || found->integer > range.most) {
    m_problems.add(found->place, fmt::format("{} must lie between {} and {}", in_ticks(key),
                                             range.least, range.most));
    return false;
  }
  into = found->integer;
  return true;
}

bool TableReader::number(std::string_view key, double& into, Range<double> range) {
  const TomlNode* found = value(key);
  if (found == nullptr) return false;
  if (found->type != TomlNode::Type::number && found->type != TomlNode::Type::integer) {
    m_problems.add(found->place, wrong_type(key, "a number", *found));
    return false;
  }
  if (!(found->number >= range.least && found->number <= range.most)) {
    m_problems.add(found->place, fmt::format("{} must lie between {} and {}", in_ticks(key),
                                             range.least, range.most));
    return false;
  }
  into = found->number;
  return true;
}

bool TableReader::duration(std::string_view key, Duration& into, Need need, Range<Duration> range) {
  const TomlNode* found = value(key, need);
  if (found == nullptr) return false;
  if (found->type == TomlNode::Type::integer || found->type == TomlNode::Type::number) {
    m_problems.add(found->place, fmt::format("{} has no unit", in_ticks(key)),
                   fmt::format("write \"{0}ms\" or \"{0}s\"", found->number));
    return false;
  }
  if (found->type != TomlNode::Type::text) {
    m_problems.add(found->place, wrong_type(key, "a duration such as \"250ms\"", *found));
    return false;
  }
  const Result<Duration> read = parse_duration(found->text);
  if (!read) {
    m_problems.add(found->place,
                   fmt::format("{} is no duration: {}", in_ticks(key), in_ticks(found->text)),
                   "units are ns, us, ms, s, m, h, d; for instance \"250ms\" or \"1m30s\"");
    return false;
  }
  if (*read < range.least || *read > range.most) {
    m_problems.add(found->place,
                   fmt::format("{} must lie between {} and {}", in_ticks(key),
                               format_duration(range.least), format_duration(range.most)));
    return false;
  }
  into = *read;
  return true;
}

bool TableReader::duration(std::string_view key, std::optional<Duration>& into,
                           Range<Duration> range) {
  Duration read{};
  if (!duration(key, read, Need::optional, range)) return false;
  into = read;
  return true;
}

bool TableReader::texts(std::string_view key, std::vector<std::string>& into, Need need) {
  const TomlNode* found = typed(key, TomlNode::Type::list, "a list of texts", need);
  if (found == nullptr) return false;
  std::vector<std::string> read;
  for (const TomlNode& item : found->items) {
    if (item.type == TomlNode::Type::text) {
      read.push_back(item.text);
    } else {
      m_problems.add(item.place, wrong_type(key, "a list of texts", item));
    }
  }
  if (read.size() != found->items.size()) return false;
  if (read.empty() && need == Need::required) {
    m_problems.add(found->place, fmt::format("{} is empty", in_ticks(key)));
    return false;
  }
  into = std::move(read);
  return true;
}

bool TableReader::secret(std::string_view key, std::optional<SecretRef>& into) {
  static constexpr std::string_view k_hint =
      "a secret is a reference: { env = \"VARIABLE\" } or { file = \"/path\" }";
  const TomlNode* found = value(key);
  if (found == nullptr) return false;
  const bool fits = found->type == TomlNode::Type::table && found->members.size() == 1 &&
                    found->members[0].value.type == TomlNode::Type::text &&
                    !found->members[0].value.text.empty() &&
                    (found->members[0].key == "env" || found->members[0].key == "file");
  if (!fits) {
    m_problems.add_hidden(found->place,
                          fmt::format("{} must refer to a secret, not hold one", in_ticks(key)),
                          std::string{k_hint});
    return false;
  }
  const TomlMember& member = found->members[0];
  into =
      SecretRef{.from = member.key == "env" ? SecretRef::From::environment : SecretRef::From::file,
                .name = member.value.text};
  return true;
}

}  // namespace gameday
