// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// The page of the report as text: a mustache template and its style. One file in the end; nothing
/// is fetched, nothing is executed.
namespace gameday {

/// The whole page; {{{style}}} is where the style goes.
[[nodiscard]] std::string_view page_template();

/// For screens light and dark, wide and narrow, and for paper.
[[nodiscard]] std::string_view page_style();

}  // namespace gameday
