// SPDX-License-Identifier: Apache-2.0
// Whatever nft and iptables-save list, only what bears a tag of ours is found, and what is found
// can be looked at and lifted.
#include <nlohmann/json.hpp>

#include "injectors/cut.hpp"
#include "injectors/mechanisms.hpp"
#include "tests/fuzz/must.hpp"

using namespace gameday;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  for (const Mechanism* mechanism : mechanisms()) {
    const auto found = mechanism->find_ours({"router"}, text);
    for (const Change& change : found) {
      fuzz::must(change.revert.has_value());
      fuzz::must(is_run_id(change.id.substr(change.id.rfind('.') + 1)));
      fuzz::must(text.find("gameday run=") != text.npos);
      fuzz::must(change_from_json(to_json(change)) == change);
      fuzz::must(describe(*change.revert).find('\n') == std::string::npos);
    }
    for (const DropCounter& counter : mechanism->read_counters(text)) {
      fuzz::must(!counter.rule.empty());
    }
  }
  return 0;
}
