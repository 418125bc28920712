// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/tree.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace gameday::tidy {
namespace {

namespace fs = std::filesystem;

bool is_foreign(const fs::path& folder) {
  const std::string name = folder.filename();
  return name.starts_with("build") || (name.starts_with(".") && name != ".ci");
}

std::string read(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

bool is_text(const std::string& content) { return content.find('\0') == content.npos; }

}  // namespace

std::vector<Source> read_tree(const fs::path& root) {
  std::vector<Source> tree;
  for (auto entry = fs::recursive_directory_iterator{root}; entry != fs::end(entry); ++entry) {
    if (entry->is_directory()) {
      if (is_foreign(entry->path())) entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file()) continue;
    std::string content = read(entry->path());
    if (!is_text(content)) continue;
    tree.push_back(make_source(fs::relative(entry->path(), root), std::move(content)));
  }
  std::sort(tree.begin(), tree.end(),
            [](const Source& a, const Source& b) { return a.path < b.path; });
  return tree;
}

}  // namespace gameday::tidy
