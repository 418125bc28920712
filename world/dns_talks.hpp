// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "world/deadline.hpp"
#include "world/dns_answerer.hpp"
#include "world/fd.hpp"

namespace gameday {

/// Serves questions over TCP, one a connection, many side by side: a name that is silent, or a
/// client that is slow, holds nobody else up. Returns when the time is over.
void serve_connections(const AnswererSetup& setup, const std::vector<UniqueFd>& listeners,
                       const Deadline& until);

}  // namespace gameday
