// SPDX-License-Identifier: Apache-2.0
// Whatever a Redis server sends is read or refused, and the same however it is cut into pieces.
#include <algorithm>

#include "tests/fuzz/must.hpp"
#include "world/resp.hpp"

using namespace gameday;

namespace {

struct Read {
  std::vector<RespReply> replies;
  bool refused = false;
  std::string rest;
};

/// Received in pieces of so many bytes.
Read read_all(std::string_view text, std::size_t piece) {
  Read read;
  while (!text.empty() && !read.refused) {
    read.rest += text.substr(0, piece);
    text.remove_prefix(std::min(piece, text.size()));
    while (true) {
      const std::size_t before = read.rest.size();
      auto reply = take_resp(read.rest);
      read.refused = !reply;
      if (!reply || !*reply) {
        fuzz::must(reply || reply.error().kind == ErrorKind::bad_input);
        break;
      }
      fuzz::must(read.rest.size() < before);
      read.replies.push_back(std::move(**reply));
    }
  }
  return read;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t k_most_in_pieces = 200;
  const std::string_view text = fuzz::text_of(data, size);
  const Read whole = read_all(text, text.size() + 1);
  if (text.size() > k_most_in_pieces) return 0;
  const Read pieces = read_all(text, 1);
  fuzz::must(pieces.replies == whole.replies && pieces.refused == whole.refused);
  fuzz::must(pieces.refused || pieces.rest == whole.rest);
  return 0;
}
