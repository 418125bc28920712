// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/network.hpp"
#include "base/result.hpp"
#include "drills/measure/sampler_loop.hpp"

namespace gameday {

/// What a name server said of a name.
struct FoundAddress {
  std::string address;
  Duration ttl{};  ///< the shortest of the records that led to it; may be zero
};

/// Looks names up at one name server, on the sampler's loop; nothing is kept from one lookup to the
/// next. The IPv4 address if there is one, else the IPv6 address.
class Names {
 public:
  using Answer = std::function<void(Result<FoundAddress>)>;
  /// `server` = "address:port". Errors: bad_input, failed.
  static Result<std::unique_ptr<Names>> make(SamplerLoop& loop, const std::string& server);
  virtual ~Names() = default;

  /// `done` is called once, with an address; an unanswered question is asked twice, and given up
  /// after 1.5 s.
  /// Errors: absent (no such name), failed.
  virtual void look_up(const std::string& name, Answer done) = 0;
};

/// Whether the text is an IP address, which need not be looked up.
[[nodiscard]] bool is_address(const std::string& text);

/// The address of an endpoint, looked up where it is a name, and how long that took. Calls back at
/// once where it is an address.
void find_address(SamplerLoop& loop, const Endpoint& endpoint,
                  std::function<void(Result<std::string>, Duration)> done);

/// Refuses an endpoint that is a name where the loop cannot look names up. Errors: bad_input.
[[nodiscard]] Result<void> check_resolvable(SamplerLoop& loop, const Endpoint& endpoint);

}  // namespace gameday
