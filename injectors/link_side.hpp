// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "injectors/injector.hpp"

namespace gameday {

/// One end of a link between two regions or hosts.
struct LinkSide {
  std::string name;
  std::vector<std::string> networks;
  std::vector<std::string> interfaces;   ///< of its region, on the hosts that filter that
  std::vector<std::string> filtered_at;  ///< hosts where all its traffic passes
  std::string canary;                    ///< "address:port" that answers; empty = none
  std::string inside;                    ///< host from which others are dialled; empty = none
  std::string source;                    ///< address that it dials from; empty = its own choice
  bool whole_region = false;
};

/// The parameter `key`, a region's name, a host's, or "<region>.<role>". Errors: bad_input.
[[nodiscard]] Result<LinkSide> link_side(const Params& params, const FaultScope& scope,
                                         std::string_view key);

}  // namespace gameday
