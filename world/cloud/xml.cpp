// SPDX-License-Identifier: Apache-2.0
// The only file that knows the XML library.
#include "world/cloud/xml.hpp"

#include <pugixml.hpp>

namespace gameday {
namespace {

constexpr int k_most_levels = 64;
constexpr int k_most_elements = 200'000;

std::string local_name(std::string_view name) {
  const auto colon = name.rfind(':');
  return std::string{colon == name.npos ? name : name.substr(colon + 1)};
}

/// False where the document is more than anybody sends us.
bool copy(const pugi::xml_node& node, XmlElement& element, int levels, int& left) {
  if (levels == 0 || left-- == 0) return false;
  element.name = local_name(node.name());
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      element.text += child.value();
    } else if (child.type() == pugi::node_element) {
      if (!copy(child, element.children.emplace_back(), levels - 1, left)) return false;
    }
  }
  return true;
}

const XmlElement* child_of(const XmlElement& element, std::string_view name) {
  for (const XmlElement& child : element.children) {
    if (child.name == name) return &child;
  }
  return nullptr;
}

}  // namespace

const XmlElement* XmlElement::find(std::string_view path) const {
  const XmlElement* at = this;
  while (at != nullptr && !path.empty()) {
    const std::string_view step = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(step.size() + 1, path.size()));
    at = child_of(*at, step);
  }
  return at;
}

std::string XmlElement::text_of(std::string_view path) const {
  const XmlElement* found = find(path);
  return found != nullptr ? found->text : "";
}

std::vector<const XmlElement*> XmlElement::all(std::string_view path) const {
  const auto slash = path.rfind('/');
  const XmlElement* parent = slash == path.npos ? this : find(path.substr(0, slash));
  const std::string_view last = slash == path.npos ? path : path.substr(slash + 1);
  std::vector<const XmlElement*> found;
  if (parent == nullptr) return found;
  for (const XmlElement& child : parent->children) {
    if (child.name == last) found.push_back(&child);
  }
  return found;
}

Result<XmlElement> parse_xml(std::string_view text) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  const pugi::xml_node root = document.document_element();
  if (!parsed || !root) {
    return fail(ErrorKind::bad_input, "read an answer in XML", "",
                parsed ? "it has no element" : parsed.description());
  }
  XmlElement element;
  int left = k_most_elements;
  if (copy(root, element, k_most_levels, left)) return element;
  return fail(ErrorKind::bad_input, "read an answer in XML", "",
              "it is nested deeper or longer than any answer that is known");
}

}  // namespace gameday
