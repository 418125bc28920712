// SPDX-License-Identifier: Apache-2.0
#include "base/cell.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace gameday;

namespace {

const std::string k_table =
    "1\n"
    "# be_id be_name srv_id srv_name srv_addr srv_port\n"
    "4 orders 1 active 10.77.1.10 5432\n"
    "4 orders 2 spare\t10.77.2.10  5433\r\n"
    "\n";

}  // namespace

TEST_CASE("without a key the last line that is not empty is read") {
  CHECK(find_cell(k_table, "1") == "4");
  CHECK(find_cell(k_table, "4") == "spare");
  CHECK(find_cell(k_table, "6") == "5433");
  CHECK(find_cell(k_table, "7") == std::nullopt);
}

TEST_CASE("a key picks its line, by its own column only") {
  CHECK(find_cell(k_table, "5[4=active]") == "10.77.1.10");
  CHECK(find_cell(k_table, "6[4=spare]") == "5433");
  CHECK(find_cell(k_table, "5[3=active]") == std::nullopt);
  CHECK(find_cell(k_table, "5[4=activ]") == std::nullopt);
  CHECK(find_cell(k_table, "9[4=active]") == std::nullopt);
}

TEST_CASE("a text without lines and a place that is none give nothing") {
  CHECK(find_cell("", "1") == std::nullopt);
  CHECK(find_cell("\n \n", "1") == std::nullopt);
  for (const char* where : {"", "0", "-1", "x", "1[", "1[]", "1[4]", "1[x=active]", "1[4=active"}) {
    CAPTURE(where);
    CHECK(find_cell(k_table, where) == std::nullopt);
  }
}
