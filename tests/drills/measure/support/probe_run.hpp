// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/catalog.hpp"
#include "drills/measure/probes.hpp"
#include "tests/drills/measure/support/await.hpp"

namespace gameday::test {

inline ProbeSpec make_probe(const std::string& kind) {
  ProbeSpec spec;
  spec.name = "some";
  spec.kind = kind;
  spec.every = std::chrono::milliseconds{10};
  spec.timeout = std::chrono::seconds{5};
  return spec;
}

inline std::shared_ptr<const Json> json(const std::string& text) {
  return std::make_shared<const Json>(Json::parse(text));
}

inline Result<std::unique_ptr<Probe>> make(const ProbeSpec& spec, SamplerLoop& loop,
                                           const Inventory& inventory = {}) {
  return find_kind(probe_kinds(), spec.kind)->make(spec, inventory, loop);
}

/// Sends one request and waits for its sample.
inline Sample sample_once(const ProbeSpec& spec, SamplerLoop& loop,
                          const Inventory& inventory = {}) {
  const auto probe = make(spec, loop, inventory).value();
  std::optional<Sample> sample;
  probe->send(SamplerLoop::now(), [&](Sample got) { sample = std::move(got); });
  REQUIRE(await(loop, [&] { return sample.has_value(); }));
  return *sample;
}

}  // namespace gameday::test
