// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "drills/record/disk.hpp"
#include "drills/run/keeper.hpp"

namespace gameday {
namespace {

std::filesystem::path mark_file(const std::filesystem::path& run_folder) {
  return run_folder / "keeper.json";
}

}  // namespace

Result<void> write_keeper_mark(const std::filesystem::path& run_folder, const KeeperMark& mark) {
  const Json json{{"run", mark.run_id}, {"pid", mark.pid}, {"start_time", mark.start_time}};
  return write_synced(mark_file(run_folder), json.dump() + "\n");
}

std::optional<KeeperMark> read_keeper_mark(const std::filesystem::path& run_folder) {
  const auto text = read_file(mark_file(run_folder));
  if (!text) return std::nullopt;
  const Json json = Json::parse(*text, nullptr, false);
  JsonReader reader{json, "the keeper's mark"};
  KeeperMark mark{reader.text("run"), reader.integer("pid"), reader.natural("start_time")};
  const auto checked = reader.finish(std::move(mark));
  if (!checked) return std::nullopt;
  return *checked;
}

}  // namespace gameday
