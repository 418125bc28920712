// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <doctest/doctest.h>
#include <initializer_list>

#include "tests/drills/definition/samples.hpp"

namespace gameday::samples {

/// The sample with one thing spoilt, and the one problem that must be told of it.
struct Broken {
  std::string_view file;  ///< loss.toml, two.toml or over.toml
  std::string_view from;
  std::string_view to;
  int line;
  int column;
  int length;
  std::string_view says;  ///< part of the message
  std::string_view hint;  ///< part of the hint
};

/// An inventory of this text, with one piece of it replaced.
inline LoadedInventory load_inventory_with(std::string_view inventory, std::string_view from,
                                           std::string_view to) {
  std::string text{inventory};
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  return load_inventory({"inv.toml", text}, {});
}

inline Files spoil(const Broken& broken) {
  Files files;
  std::string& text =
      broken.file == "loss.toml" ? files.drill : files.others.find(broken.file)->second;
  text = with(text, broken.from, broken.to);
  return files;
}

/// Each gives exactly one problem, at its place, in its words.
inline void check_broken(std::initializer_list<Broken> all) {
  for (const Broken& broken : all) {
    const Loaded loaded = load(spoil(broken));
    INFO("with ", std::string{broken.to}, "\n", render_all(loaded.problems, loaded.sources, false));
    CHECK_FALSE(loaded.definition);
    REQUIRE(loaded.problems.size() == 1);
    const Diagnostic& told = loaded.problems[0];
    CHECK(told.file == broken.file);
    CHECK(told.line == broken.line);
    CHECK(told.column == broken.column);
    CHECK(told.length == broken.length);
    CHECK(told.message.find(broken.says) != std::string::npos);
    CHECK(told.hint.find(broken.hint) != std::string::npos);
  }
}

}  // namespace gameday::samples
