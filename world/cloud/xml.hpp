// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gameday {

/// One element of a document: its name without a namespace prefix, the text directly in it, and its
/// children in their order. Attributes are dropped: no answer that we read has any that matters.
struct XmlElement {
  std::string name;
  std::string text;
  std::vector<XmlElement> children = {};

  /// The first descendant on this way, names joined by "/"; null where there is none.
  [[nodiscard]] const XmlElement* find(std::string_view path) const;
  /// The text of that one; empty where there is none.
  [[nodiscard]] std::string text_of(std::string_view path) const;
  /// All elements on this way: for "a/b" every b in the first a.
  [[nodiscard]] std::vector<const XmlElement*> all(std::string_view path) const;
};

/// The root of a document. Entities of the document's own are never expanded, nothing is ever
/// loaded. Errors: bad_input: no XML, nested deeper than 64, or of more than 200,000 elements.
[[nodiscard]] Result<XmlElement> parse_xml(std::string_view text);

}  // namespace gameday
