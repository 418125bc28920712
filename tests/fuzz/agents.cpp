// SPDX-License-Identifier: Apache-2.0
// Whatever an agent is handed or gives back is read or refused; a request that is read is written
// so that it reads back the same.
#include "tests/fuzz/must.hpp"
#include "world/dns_message.hpp"
#include "world/http_agent.hpp"
#include "world/own_addresses.hpp"
#include "world/sql_hold.hpp"

using namespace gameday;

namespace {

void check_http(std::string_view text) {
  if (const auto asked = read_request(text); fuzz::is_read(asked)) {
    const auto again = read_request(write_request(asked->request, asked->deadline));
    fuzz::must(again && again->request.url == asked->request.url);
    fuzz::must(again->request.headers == asked->request.headers);
    fuzz::must(again->request.body == asked->request.body && again->deadline == asked->deadline);
  }
  if (const auto answer = read_http_answer(text); fuzz::is_read(answer)) {
    const auto again = read_http_answer(write_answer(*answer));
    fuzz::must(again && again->status == answer->status && again->out == answer->out);
  }
}

void check_dns(std::string_view text) {
  if (const auto question = dns::read_question(text); fuzz::is_read(question)) {
    fuzz::must(question->end <= text.size());
    fuzz::must(dns::servfail(text, *question).size() >= question->end);
    for (const char* address : {"10.77.9.9", "fd77::9"}) {
      fuzz::must(dns::wrong_answer(text, *question, address).has_value());
    }
    static_cast<void>(dns::lies_in(question->name, "shop.lab"));
  }
  fuzz::is_read(dns::read_answer(text, 0x1234));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  check_http(text);
  check_dns(text);
  if (const auto hold = read_sql_hold(text); fuzz::is_read(hold)) {
    fuzz::must(hold->sessions >= 1 && hold->sessions <= k_most_held);
    const auto sessions = sessions_to_hold(*hold, 3, true);
    fuzz::must(sessions && *sessions <= 3);
  }
  fuzz::is_read(read_sql_question(text));
  fuzz::must(parse_name_servers(text).size() <= 3);
  return 0;
}
