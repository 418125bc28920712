// SPDX-License-Identifier: Apache-2.0
#include "lab/state.hpp"

#include <array>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace gameday::lab {
namespace {

constexpr std::array<std::pair<Phase, std::string_view>, 3> k_phases{{
    {Phase::starting, "starting"},
    {Phase::ready, "ready"},
    {Phase::failed, "failed"},
}};

std::string_view name_of(Phase phase) {
  for (const auto& [value, name] : k_phases) {
    if (value == phase) return name;
  }
  return "failed";
}

Phase phase_of(std::string_view text) {
  for (const auto& [value, name] : k_phases) {
    if (name == text) return value;
  }
  return Phase::failed;
}

std::filesystem::path file_in(const std::filesystem::path& folder) {
  return folder / "status.json";
}

}  // namespace

std::string write_state(const State& state) {
  return Json{{"phase", name_of(state.phase)},
              {"pid", state.pid},
              {"identity", state.identity},
              {"rootless", state.rootless},
              {"synchronous", state.synchronous},
              {"witness", state.witness},
              {"with", state.with},
              {"first_order_s", state.first_order_s},
              {"servers", state.servers},
              {"error", state.error}}
             .dump(2, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

Result<State> parse_state(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    return State{.phase = phase_of(json.at("phase").get<std::string>()),
                 .pid = json.at("pid").get<std::int64_t>(),
                 .identity = json.at("identity").get<std::string>(),
                 .rootless = json.at("rootless").get<bool>(),
                 .synchronous = json.at("synchronous").get<bool>(),
                 .witness = json.at("witness").get<bool>(),
                 .with = json.at("with").get<std::vector<std::string>>(),
                 .first_order_s = json.at("first_order_s").get<double>(),
                 .servers = json.at("servers").get<std::vector<std::string>>(),
                 .error = json.at("error").get<std::string>()};
  } catch (const Json::exception& error) {
    return fail(ErrorKind::bad_input, "read the lab's status", "status.json", error.what());
  }
}

Result<void> store_state(const std::filesystem::path& folder, const State& state) {
  const std::filesystem::path draft = file_in(folder).string() + ".new";
  std::ofstream stream{draft, std::ios::trunc};
  stream << write_state(state);
  stream.close();
  std::error_code problem;
  std::filesystem::rename(draft, file_in(folder), problem);
  if (!stream || problem) {
    return fail(ErrorKind::failed, "write the lab's status", file_in(folder).string(),
                problem ? problem.message() : "the file cannot be written");
  }
  return {};
}

Result<State> load_state(const std::filesystem::path& folder) {
  std::ifstream stream{file_in(folder)};
  if (!stream) {
    return fail(ErrorKind::absent, "read the lab's status", file_in(folder).string(),
                "there is none");
  }
  return parse_state(std::string{std::istreambuf_iterator<char>{stream}, {}});
}

}  // namespace gameday::lab
