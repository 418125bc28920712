// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gameday {

/// One word of a table as text, where words are parted by blanks. `where` is "19": column 19 (from
/// 1) of the last line that is not empty; or "19[4=active]": of the first line whose column 4 is
/// "active". Null where there is no such line or column.
[[nodiscard]] std::optional<std::string> find_cell(std::string_view text, std::string_view where);

}  // namespace gameday
