// SPDX-License-Identifier: Apache-2.0
// Whatever a name server sends is read or refused, and nothing is believed that is not signed with
// the key.
#include "tests/fuzz/must.hpp"
#include "world/dns_message.hpp"
#include "world/dns_update.hpp"
#include "world/tsig.hpp"

using namespace gameday;

namespace {

const dns::RecordPlace k_place{"dr.lab", "shop.dr.lab", "A"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const auto message = dns::read_message(text);
  // A label with a dot or of nothing but such, which no name of ours has, is not written again.
  if (fuzz::is_read(message)) (void)fuzz::is_read(dns::read_message(dns::write_message(*message)));
  fuzz::must(!dns::check_tsig(text, {"gameday", "a secret that no fuzzer knows"}, "", 0));
  (void)dns::read_set(text, k_place);
  (void)dns::read_update_answer(text, k_place);
  (void)fuzz::is_read(dns::read_question(text));
  if (size >= 2) {
    const auto id = static_cast<std::uint16_t>((data[0] << 8) | data[1]);
    (void)fuzz::is_read(dns::read_answer(text, id));
  }
  return 0;
}
