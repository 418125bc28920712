// SPDX-License-Identifier: Apache-2.0
// Whatever lies in a journal is replayed up to the first record that cannot be trusted; what was
// replayed is replayed the same again. Also with seals that are right: that is what another version
// of this program, or a bug of it, would leave.
#include <nlohmann/json.hpp>

#include "drills/record/journal_records.hpp"
#include "drills/record/sealed_line.hpp"
#include "tests/fuzz/must.hpp"

using namespace gameday;

namespace {

void check(std::string_view text) {
  const ReadBack read = read_back(text);
  fuzz::must(read.good_bytes <= text.size());
  fuzz::must(read.content.torn == (read.good_bytes < text.size()));
  fuzz::must(read.next_sequence != 0 || read.content.entries.empty());
  const ReadBack again = read_back(text.substr(0, read.good_bytes));
  fuzz::must(!again.content.torn && again.next_sequence == read.next_sequence);
  fuzz::must(again.content.entries.size() == read.content.entries.size());
  for (const JournalEntry& entry : read.content.entries) {
    fuzz::must(read.content.find(entry.change.id) != nullptr);
    fuzz::must(change_from_json(to_json(entry.change)) == entry.change);
    const Json record = change_record(entry.change, ChangeState::stuck, entry.error, nullptr);
    fuzz::must(seal(record, 1).has_value());
  }
}

/// Every line that is an object, under the seal that belongs there.
std::string sealed(std::string_view text) {
  std::string lines;
  std::uint64_t sequence = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    Json record = Json::parse(line, nullptr, false);
    if (!record.is_object()) continue;
    record.erase("crc");
    record.erase("seq");
    lines += seal(record, sequence++).value_or("\n");
  }
  return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  check(text);
  check(sealed(text));
  return 0;
}
