// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "drills/score/scorecard.hpp"

/// What the page says, as plain values: tables and lists, without any markup.
namespace gameday::view {

/// One cell; `style` is a class of the page's style, or empty.
struct Cell {
  std::string text;
  std::string style = {};
};

/// Rows under heads; each row has a cell for each head.
struct Table {
  std::string id, title, note;
  std::vector<std::string> heads;
  std::vector<std::vector<Cell>> rows;
};

/// Sentences under a title.
struct List {
  std::string id, title;
  std::vector<std::string> items;
};

/// Name and value.
using Facts = std::vector<std::pair<std::string, std::string>>;

/// Which run this is, in a few words.
[[nodiscard]] Facts facts(const Scorecard& card);
/// Evidence and method; those without rows are left out.
[[nodiscard]] std::vector<Table> tables(const Scorecard& card);
/// What is told in sentences; those without items are left out.
[[nodiscard]] std::vector<List> lists(const Scorecard& card);

}  // namespace gameday::view
