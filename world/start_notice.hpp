// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gameday {

/// Tells whoever started this process, and waits for it, that its work has begun
/// (start-stop-daemon(8), --notify-await; sd_notify(3)). Where nobody waits, nothing is done.
void tell_begun();

/// The same, that it will not begin, with the number of an error as in errno(3).
void tell_not_begun(int error);

}  // namespace gameday
