// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gameday {

/// Whether a stream's descriptor is a terminal that may be coloured (https://no-color.org).
[[nodiscard]] bool has_colors(int descriptor);
[[nodiscard]] bool stderr_has_colors();
[[nodiscard]] bool stdout_has_colors();

}  // namespace gameday
