// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace gameday {

/// Blocks SIGINT, SIGTERM and SIGHUP for this thread and all that it starts; before the first
/// thread. From then on they do what `gameday abort` does, and a second one does nothing more.
void hold_stop_signals();

/// The name of a stop signal that has come in since the last look; none otherwise.
[[nodiscard]] std::optional<std::string> stop_signal_seen();

}  // namespace gameday
