// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gameday {

/// Text for XML, SVG and HTML, in content and in quoted attributes. What XML 1.0 does not allow at
/// all (control characters, bytes that are no UTF-8) becomes U+FFFD.
[[nodiscard]] std::string xml_escaped(std::string_view text);

}  // namespace gameday
