// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gameday {

/// The tag that says that an experiment of ours was reverted.
inline constexpr std::string_view k_tag_closed = "gameday-closed";

/// One action of an experiment.
struct FisAction {
  std::string name;
  std::string status;  ///< pending, initiating, running, completed, skipped, failed ...
  std::string reason;
};

/// An experiment of AWS FIS, as GetExperiment and ListExperiments show it (the list without its
/// actions; AWS FIS API Reference).
struct FisExperiment {
  std::string id;
  std::string arn;
  std::string status;  ///< pending, initiating, running, completed, stopping, stopped, failed ...
  std::string reason;
  std::map<std::string, std::string, std::less<>> tags = {};
  std::vector<FisAction> actions = {};
};

/// Of {"experiment": {...}}. Errors: bad_input.
[[nodiscard]] Result<FisExperiment> read_experiment(const Json& answer);

/// One page of a list; the token leads to the next one, empty = it was the last.
template <class T>
struct FisPage {
  std::vector<T> items;
  std::string next;
};
/// Of {"experiments": [...]}. Errors: bad_input.
[[nodiscard]] Result<FisPage<FisExperiment>> read_experiments(const Json& answer);

/// A template, by what a list shows of it.
struct FisTemplate {
  std::string id;
  std::map<std::string, std::string, std::less<>> tags = {};
};
/// Of {"experimentTemplates": [...]}. Errors: bad_input.
[[nodiscard]] Result<FisPage<FisTemplate>> read_templates(const Json& answer);

/// What an experiment shows of the fault.
enum class FisState {
  coming,   ///< it is being started
  running,  ///< at least one action runs
  nothing,  ///< its targets resolved to nothing: it ended, or runs, without having done anything
  ending,   ///< it is being stopped, its post actions run
  over,     ///< it did its work and ended
};
[[nodiscard]] FisState judge(const FisExperiment& experiment);
[[nodiscard]] std::string_view to_string(FisState state);
/// It will not change any more.
[[nodiscard]] bool is_ended(const FisExperiment& experiment);

}  // namespace gameday
