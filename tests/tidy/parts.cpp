// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/parts.hpp"

#include <array>

namespace gameday::tidy {
namespace {

template <class... Names>
constexpr auto folders(Names... names) {
  return std::array<std::string_view, sizeof...(names)>{names...};
}

constexpr auto k_base = folders("base/");
constexpr auto k_under_definition = folders("base/", "injectors/", "runbooks/", "drills/checks/");
constexpr auto k_under_plan =
    folders("base/", "injectors/", "runbooks/", "drills/checks/", "drills/definition/");
constexpr auto k_under_guard = folders("base/", "injectors/", "runbooks/", "drills/checks/",
                                       "drills/definition/", "drills/plan/");
constexpr auto k_under_record =
    folders("base/", "world/", "injectors/", "runbooks/", "drills/checks/", "drills/definition/");
constexpr auto k_under_measure = folders("base/", "world/", "injectors/", "runbooks/",
                                         "drills/checks/", "drills/definition/", "drills/record/");
constexpr auto k_under_run =
    folders("base/", "world/", "injectors/", "runbooks/", "drills/checks/", "drills/definition/",
            "drills/plan/", "drills/guard/", "drills/record/", "drills/measure/", "drills/policy/");
constexpr auto k_under_policy = folders("base/", "injectors/", "runbooks/", "drills/checks/",
                                        "drills/definition/", "drills/record/");
constexpr auto k_under_score =
    folders("base/", "injectors/", "runbooks/", "drills/checks/", "drills/definition/",
            "drills/record/", "drills/measure/", "drills/policy/");
constexpr auto k_under_report =
    folders("base/", "injectors/", "runbooks/", "drills/checks/", "drills/definition/",
            "drills/record/", "drills/measure/", "drills/score/");
constexpr auto k_under_lab = folders("base/", "world/");
constexpr auto k_under_cli =
    folders("base/", "world/", "injectors/", "runbooks/", "drills/", "lab/");

constexpr std::array<Part, 16> k_parts{{{"base/", true, {}},
                                        {"world/", false, k_base},
                                        {"injectors/", true, k_base},
                                        {"runbooks/", true, k_base},
                                        {"drills/checks/", true, k_base},
                                        {"drills/definition/", true, k_under_definition},
                                        {"drills/plan/", true, k_under_plan},
                                        {"drills/guard/", true, k_under_guard},
                                        {"drills/record/", false, k_under_record},
                                        {"drills/measure/", false, k_under_measure},
                                        {"drills/run/", false, k_under_run},
                                        {"drills/policy/", true, k_under_policy},
                                        {"drills/score/", true, k_under_score},
                                        {"drills/report/", true, k_under_report},
                                        {"lab/", false, k_under_lab},
                                        {"cli/", false, k_under_cli}}};

}  // namespace

const Part* part_of(std::string_view path) {
  for (const Part& part : k_parts) {
    if (path.starts_with(part.folder)) return &part;
  }
  return nullptr;
}

bool may_include(const Part& part, std::string_view included) {
  if (included.starts_with(part.folder)) return true;
  for (const std::string_view folder : part.may_include) {
    if (included.starts_with(folder)) return true;
  }
  return false;
}

}  // namespace gameday::tidy
