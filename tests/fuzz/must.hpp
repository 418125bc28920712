// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/result.hpp"

namespace gameday::fuzz {

/// Ends the fuzzer, which then keeps the input, where something that must hold does not.
inline void must(bool holds) {
  if (!holds) std::abort();
}

/// Whether it was read; what was not is bad input and nothing else.
template <class T>
bool is_read(const Result<T>& read) {
  must(read || read.error().kind == ErrorKind::bad_input);
  return read.has_value();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace gameday::fuzz
