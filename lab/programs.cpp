// SPDX-License-Identifier: Apache-2.0
#include "lab/programs.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "world/fd.hpp"

namespace gameday::lab {

Result<std::filesystem::path> bring_program(const std::filesystem::path& from,
                                            std::string_view name) {
  const std::filesystem::path place = std::filesystem::path{"/run"} / name;
  const UniqueFd made{open(place.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0755)};
  if (!made.valid() || mount(from.c_str(), place.c_str(), nullptr, MS_BIND, nullptr) != 0) {
    return fail_errno(fmt::format("bring {} into the lab", name), from.string(), errno);
  }
  return place;
}

Result<void> need_program(const std::filesystem::path& program, std::string remedy) {
  if (access(program.c_str(), X_OK) == 0) return {};
  return fail(ErrorKind::refused, "start " + program.filename().string(), program.string(),
              "it is not there", std::move(remedy));
}

}  // namespace gameday::lab
