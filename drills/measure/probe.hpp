// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "base/inventory.hpp"
#include "base/params.hpp"
#include "drills/definition/drill.hpp"
#include "drills/measure/client_class.hpp"
#include "drills/record/sample.hpp"

namespace gameday {

class SamplerLoop;  // sampler_loop.hpp: asio, curl and c-ares of one sampler thread

/// One probe at work: each send() gives exactly one sample, later or at once, on the loop's thread.
class Probe {
 public:
  virtual ~Probe() = default;
  /// Starts one request. `done` is called once, at the latest when the timeout has passed.
  virtual void send(Instant intended, std::function<void(Sample)> done) = 0;
};

/// A kind of probe.
struct ProbeKind {
  std::string_view name;
  std::string_view summary;
  std::span<const ParamSpec> params;
  /// Errors: bad_input.
  Result<std::unique_ptr<Probe>> (*make)(const ProbeSpec& spec, const Inventory& inventory,
                                         SamplerLoop& loop);
  std::span<const std::string_view> clients = k_fresh_only;  ///< the classes that it can be
};

}  // namespace gameday
