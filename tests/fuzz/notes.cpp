// SPDX-License-Identifier: Apache-2.0
// Whatever lies among the notes on a host is a note, from which a change can be made again, or is
// told as one that cannot be read.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "injectors/deadman.hpp"
#include "tests/fuzz/must.hpp"

using namespace gameday;

namespace {

std::size_t lines_of(std::string_view text) {
  std::size_t lines = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines += end > 0 ? 1 : 0;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const Notes read = read_notes(text);
  fuzz::must(read.notes.size() + read.unreadable.size() == lines_of(text));
  for (const Note& note : read.notes) {
    fuzz::must(change_from_json(to_json(note.change)) == note.change);
    fuzz::must(!describe(note.change.verify.look).empty());
    if (note.change.revert) fuzz::must(!describe(*note.change.revert).empty());
  }
  return 0;
}
