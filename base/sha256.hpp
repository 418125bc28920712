// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace gameday {

/// SHA-256 over what it is handed piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void update(std::string_view piece);
  /// The digest in hex; nothing can be added afterwards. Empty where the library refuses it.
  [[nodiscard]] std::string hex();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

/// SHA-256 of a text, in hex.
[[nodiscard]] std::string sha256_hex(std::string_view text);

}  // namespace gameday
