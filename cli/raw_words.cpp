// SPDX-License-Identifier: Apache-2.0
#include "cli/raw_words.hpp"

#include <fstream>

namespace gameday {

std::vector<std::string> words_after_dashes() {
  std::ifstream stream{"/proc/self/cmdline", std::ios::binary};
  std::vector<std::string> words;
  bool behind = false;
  for (std::string word; std::getline(stream, word, '\0');) {
    if (behind) words.push_back(word);
    behind = behind || word == "--";
  }
  return words;
}

}  // namespace gameday
