// SPDX-License-Identifier: Apache-2.0
#include "drills/report/html/view.hpp"

#include <doctest/doctest.h>

#include "tests/drills/report/rendered.hpp"

namespace gameday {
namespace {

using namespace fakes;

const view::Table* find(const std::vector<view::Table>& tables, std::string_view id) {
  const auto found = std::ranges::find(tables, id, &view::Table::id);
  return found == tables.end() ? nullptr : &*found;
}

TEST_CASE("every row has a cell for each column, and no column is empty") {
  for (const auto& [name, record] : sample_runs()) {
    for (const view::Table& table : view::tables(score(record))) {
      CAPTURE(name);
      CAPTURE(table.id);
      CHECK_FALSE(table.rows.empty());
      for (const auto& row : table.rows) CHECK(row.size() == table.heads.size());
      for (std::size_t column = 0; column < table.heads.size(); ++column) {
        CHECK(std::ranges::any_of(table.rows,
                                  [&](const auto& row) { return !row[column].text.empty(); }));
      }
    }
  }
}

TEST_CASE("evidence and method are told; digests in full") {
  const auto tables = view::tables(score(met_record()));
  for (const char* id : {"phases", "runbook", "checks", "faults", "instruments", "method"}) {
    CAPTURE(id);
    CHECK(find(tables, id) != nullptr);
  }
  const auto& rows = find(tables, "method")->rows;
  CHECK(rows.back()[1].text == std::string(64, 'c'));
  CHECK(rows.back()[1].style == "digest");
}

TEST_CASE("a run without anything has few tables, and nothing is made up") {
  const auto tables = view::tables(score(Record{}));
  CHECK(find(tables, "faults") == nullptr);
  CHECK(find(tables, "runbook") == nullptr);
  CHECK(find(tables, "method") != nullptr);
}

TEST_CASE("what may be in force and what is damaged is listed; empty lists are left out") {
  const auto lists = view::lists(score(killed_record()));
  CHECK(std::ranges::find(lists, "in-force", &view::List::id) != lists.end());
  CHECK(std::ranges::find(lists, "damage", &view::List::id) != lists.end());
  CHECK(std::ranges::find(lists, "deviations", &view::List::id) == lists.end());
}

TEST_CASE("the facts at the top name run, times and end") {
  const view::Facts facts = view::facts(score(met_record()));
  CHECK(std::ranges::find(facts, std::pair<std::string, std::string>{"Took", "20.9 s"}) !=
        facts.end());
  CHECK(std::ranges::find(facts, std::pair<std::string, std::string>{"Ended", "failed-over"}) !=
        facts.end());
}

}  // namespace
}  // namespace gameday
