// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/action.hpp"

namespace gameday {

/// A literal is a JSON string; the others are objects of one member: {"secret": {"env": "NAME"}},
/// {"secret": {"file": "PATH"}}, {"captured": "/pointer"}, {"expires_ns": 30000000000}.
[[nodiscard]] Json to_json(const Arg& arg);
/// Errors: bad_input.
[[nodiscard]] Result<Arg> arg_from_json(const Json& json);

/// A list of arguments: an argv, or a text in pieces.
[[nodiscard]] Json to_json(const Text& text);
/// Errors: bad_input.
[[nodiscard]] Result<Text> text_from_json(const Json& json);

}  // namespace gameday
