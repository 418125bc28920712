// SPDX-License-Identifier: Apache-2.0
#include "cli/follow.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "drills/record/sealed_line.hpp"

namespace gameday {

TimelineFollower::TimelineFollower(const std::filesystem::path& run_folder)
    : m_file(run_folder / "timeline.jsonl") {}

std::vector<Event> TimelineFollower::more() {
  std::vector<Event> events;
  std::ifstream stream(m_file, std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(m_offset));
  std::string part(k_at_once, '\0');
  stream.read(part.data(), static_cast<std::streamsize>(part.size()));
  part.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, stream.gcount())));
  m_offset += part.size();
  m_rest += part;
  std::size_t begin = 0;
  for (std::size_t end = m_rest.find('\n'); end != std::string::npos;
       end = m_rest.find('\n', begin)) {
    const auto json = unseal(std::string_view{m_rest}.substr(begin, end - begin));
    begin = end + 1;
    if (!json) continue;
    if (Result<Event> event = event_from_json(*json)) events.push_back(std::move(*event));
  }
  m_rest.erase(0, begin);
  return events;
}

}  // namespace gameday
