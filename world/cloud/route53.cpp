// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/route53.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gameday {
namespace {

std::string plain(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  std::string text{name};
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else {
      safe += c;
    }
  }
  return safe;
}

tl::unexpected<Error> refused(std::string why) {
  return fail(ErrorKind::refused, "change the record sets", "", std::move(why));
}

XmlElement* child(XmlElement& set, std::string_view name) {
  const auto found = std::ranges::find(set.children, name, &XmlElement::name);
  return found == set.children.end() ? nullptr : &*found;
}

Result<void> give_values(std::vector<XmlElement>& sets, const Route53Shift& shift) {
  XmlElement* records = sets.size() == 1 ? child(sets[0], "ResourceRecords") : nullptr;
  if (records == nullptr || child(sets[0], "SetIdentifier") != nullptr) {
    return refused(fmt::format("{} sets have this name and type; wanted is one, with plain records",
                               sets.size()));
  }
  records->children.clear();
  for (const std::string& value : shift.to) {
    records->children.push_back({"ResourceRecord", "", {{"Value", value}}});
  }
  XmlElement* ttl = child(sets[0], "TTL");
  if (shift.ttl && ttl != nullptr) ttl->text = std::to_string(*shift.ttl);
  return {};
}

/// Sets one member of each set, by whether it is the chosen one.
Result<void> choose(std::vector<XmlElement>& sets, const Route53Shift& shift,
                    std::string_view member, const std::string& chosen, const std::string& other) {
  bool found = false;
  for (XmlElement& set : sets) {
    const bool ours = shift.to.size() == 1 && set.text_of("SetIdentifier") == shift.to.front();
    XmlElement* value = child(set, member);
    if (value == nullptr) {
      return refused(fmt::format("the set \"{}\" has no {}", set.text_of("SetIdentifier"), member));
    }
    value->text = ours ? chosen : other;
    found = found || ours;
  }
  if (found) return {};
  return refused(
      fmt::format("no set has the identifier \"{}\"", shift.to.empty() ? "" : shift.to.front()));
}

std::string change(std::string_view action, const std::string& set) {
  return fmt::format("<Change><Action>{}</Action>{}</Change>", action, set);
}

}  // namespace

std::string write_xml(const XmlElement& element) {
  std::string text = fmt::format("<{}>{}", element.name, escaped(element.text));
  for (const XmlElement& each : element.children) text += write_xml(each);
  return text + fmt::format("</{}>", element.name);
}

std::vector<std::string> route53_sets(const XmlElement& list, std::string_view name,
                                      std::string_view type) {
  std::vector<std::string> sets;
  for (const XmlElement* set : list.all("ResourceRecordSets/ResourceRecordSet")) {
    if (plain(set->text_of("Name")) == plain(name) && set->text_of("Type") == type) {
      sets.push_back(write_xml(*set));
    }
  }
  return sets;
}

Result<std::vector<std::string>> route53_shifted(const std::vector<std::string>& sets,
                                                 const Route53Shift& shift) {
  std::vector<XmlElement> changed;
  for (const std::string& text : sets) {
    auto set = parse_xml(text);
    if (!set) return tl::unexpected{set.error()};
    changed.push_back(std::move(*set));
  }
  Result<void> done = refused("by \"" + shift.by + "\" is no way");
  if (shift.by == "values") done = give_values(changed, shift);
  if (shift.by == "weight") {
    done = choose(changed, shift, "Weight", std::to_string(shift.weight), "0");
  }
  if (shift.by == "failover") done = choose(changed, shift, "Failover", "PRIMARY", "SECONDARY");
  if (!done) return tl::unexpected{done.error()};
  std::vector<std::string> written;
  for (const XmlElement& set : changed) written.push_back(write_xml(set));
  return written;
}

std::string route53_batch(const std::vector<std::string>& from, const std::vector<std::string>& to,
                          std::string_view comment) {
  std::string changes;
  const auto in = [](const std::vector<std::string>& sets, const std::string& set) {
    return std::ranges::find(sets, set) != sets.end();
  };
  for (const std::string& set : from) {
    if (!in(to, set)) changes += change("DELETE", set);
  }
  for (const std::string& set : to) {
    if (!in(from, set)) changes += change("CREATE", set);
  }
  if (changes.empty()) return {};
  return fmt::format(
      "<ChangeResourceRecordSetsRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\">"
      "<ChangeBatch><Comment>{}</Comment><Changes>{}</Changes></ChangeBatch>"
      "</ChangeResourceRecordSetsRequest>",
      escaped(comment), changes);
}

}  // namespace gameday
