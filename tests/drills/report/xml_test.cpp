// SPDX-License-Identifier: Apache-2.0
#include "drills/report/xml.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

constexpr const char* k_gone = "\xEF\xBF\xBD";

TEST_CASE("what has a meaning in XML or HTML is escaped, in text and in attributes") {
  CHECK(xml_escaped("<a href=\"x\">'&'</a>") ==
        "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  CHECK(xml_escaped("é\t\n日本 🚒") == "é\t\n日本 🚒");
}

TEST_CASE("what XML does not allow at all becomes U+FFFD") {
  CHECK(xml_escaped(std::string_view{"a\0b", 3}) == std::string{"a"} + k_gone + "b");
  CHECK(xml_escaped("\x1b[31m") == std::string{k_gone} + "[31m");
  CHECK(xml_escaped("\xEF\xBF\xBE") == k_gone);
}

TEST_CASE("bytes that are no UTF-8 become U+FFFD, one each, and end no text early") {
  CHECK(xml_escaped("\xff") == k_gone);
  CHECK(xml_escaped("\xc3") == k_gone);
  CHECK(xml_escaped("\xc3<") == std::string{k_gone} + "&lt;");
  CHECK(xml_escaped("\xc0\xbc") == std::string{k_gone} + k_gone);               // overlong <
  CHECK(xml_escaped("\xed\xa0\x80") == std::string{k_gone} + k_gone + k_gone);  // a surrogate
  CHECK(xml_escaped("\xf4\x90\x80\x80").size() == 12);                          // beyond Unicode
}

}  // namespace
}  // namespace gameday
