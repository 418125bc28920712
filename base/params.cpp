// SPDX-License-Identifier: Apache-2.0
#include "base/params.hpp"

namespace gameday {

std::string_view to_string(ParamType type) {
  switch (type) {
    case ParamType::text: return "text";
    case ParamType::integer: return "integer";
    case ParamType::number: return "number";
    case ParamType::boolean: return "boolean";
    case ParamType::duration: return "duration";
    case ParamType::text_list: return "list of texts";
    case ParamType::table: return "table";
    case ParamType::secret: return "secret";
  }
  return "text";
}

}  // namespace gameday
