// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "drills/measure/sampler_loop.hpp"

namespace gameday::test {

inline std::unique_ptr<SamplerLoop> make_loop(const std::string& resolver = {}) {
  return SamplerLoop::make(resolver).value();
}

/// Runs the loop until the condition holds; false where it does not within the limit.
inline bool await(SamplerLoop& loop, const std::function<bool()>& condition,
                  Duration limit = std::chrono::seconds{10}) {
  const Instant end = SamplerLoop::now() + limit;
  std::function<void()> look = [&] {
    if (condition() || SamplerLoop::now() > end) return loop.stop();
    loop.set_alarm(SamplerLoop::now() + std::chrono::microseconds{200}, look);
  };
  loop.set_alarm(SamplerLoop::now(), look);
  loop.run();
  return condition();
}

}  // namespace gameday::test
