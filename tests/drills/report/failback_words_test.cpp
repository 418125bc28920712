// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "drills/report/exporters.hpp"
#include "drills/report/words.hpp"
#include "tests/fakes/failback_record.hpp"

namespace gameday {
namespace {

using namespace fakes;

std::string all_of(const Scorecard& card) {
  std::string text;
  for (const std::string& sentence : words::failback(card)) text += sentence + "\n";
  return text;
}

TEST_CASE("the way back in sentences") {
  CHECK(words::failback(score(met_record())).empty());
  CHECK(all_of(score(failback_record())).find("The failback is met.") != std::string::npos);
  const std::string shut = all_of(score(failback_record({.closed_gate = "caught_up"})));
  CHECK(shut.find("gate caught_up was closed") != std::string::npos);
}

TEST_CASE("stranded writes by their numbers, as many as a line bears") {
  StrandedScore score{"orders", "kept", "the drill", "stranded/orders.json", "", {}};
  CHECK(words::stranded(score) == "none");
  for (std::int64_t id = 1; id <= 20; ++id) score.writes.push_back({id, {}, true});
  const std::string text = words::stranded(score);
  CHECK(text.find("20 writes: 1, 2, 3") == 0);
  CHECK(text.find("...") != std::string::npos);
  CHECK(text.find("kept by the drill, in stranded/orders.json") != std::string::npos);
  score.error = "nobody said";
  CHECK(words::stranded(score).find("not accounted for") == 0);
}

TEST_CASE("every format tells of the way back") {
  const Record record = failback_record({.stranded = 3});
  const Scorecard card = score(record);
  for (const Exporter* exporter : exporters()) {
    const std::string text = exporter->write(card, record);
    CHECK_MESSAGE(text.find("reconciled") != std::string::npos, exporter->name);
  }
}

}  // namespace
}  // namespace gameday
