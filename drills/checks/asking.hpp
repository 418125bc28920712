// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/action.hpp"
#include "base/json.hpp"
#include "drills/checks/alert_kind.hpp"

/// What the kinds of monitors share.
namespace gameday::asking {

/// How long a monitor may take for an answer.
inline constexpr std::chrono::milliseconds k_patience{1000};

inline constexpr ParamSpec k_every{
    .name = "every", .type = ParamType::duration, .help = "from look to look", .fallback = "100ms"};
inline constexpr ParamSpec k_authorization{.name = "authorization",
                                           .type = ParamType::secret,
                                           .help = "value of the header Authorization"};

/// A GET of a path below the monitor's url, with its authorization.
[[nodiscard]] Action get(const Contact& monitor, const std::string& path);

/// With everything but letters, digits and "-._~" as %XX.
[[nodiscard]] std::string escaped(std::string_view text);

/// The document that a 2xx brought. Errors: failed, with the status and the start of the body.
[[nodiscard]] Result<Json> document(const std::string& what, const Outcome& outcome);

/// A text member of an object, or empty.
[[nodiscard]] std::string text_of(const Json& object, std::string_view member);

/// The texts of a list member of an object, or of `member` of each of its objects.
[[nodiscard]] std::vector<std::string> texts_of(const Json& object, std::string_view list,
                                                std::string_view member = {});

/// Whether an object of labels has the alert's name and all of its labels.
[[nodiscard]] bool has_labels(const AlertSpec& alert, const Json& labels);

/// Reads an RFC 3339 time in UTC; none where it is no such time.
[[nodiscard]] std::optional<WallTime> time_of(const Json& object, std::string_view member);

}  // namespace gameday::asking
