// SPDX-License-Identifier: Apache-2.0
#include "drills/run/local_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "drills/guard/lock.hpp"
#include "drills/record/disk.hpp"

namespace gameday {
namespace {

std::string holder_of(int file) {
  std::array<char, 1024> text{};
  const ssize_t size = pread(file, text.data(), text.size(), 0);
  const std::string_view line{text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
  return describe_lock(line).value_or("somebody else");
}

}  // namespace

Result<LocalLock> LocalLock::take(const std::filesystem::path& home, const std::string& name,
                                  const std::string& holder) {
  const std::filesystem::path folder = home / "locks";
  const std::filesystem::path path = folder / (name + ".lock");
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(ErrorKind::failed, "make the folder", folder, error.message());
  UniqueFd file{open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (!file.valid()) return fail_errno("open the lock", path, errno);
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return fail_errno("take the lock", path, errno);
    return fail(ErrorKind::refused, "take the lock", path, "held by " + holder_of(file.get()));
  }
  if (ftruncate(file.get(), 0) != 0) return fail_errno("write the lock", path, errno);
  if (auto written = write_all(file.get(), holder, path); !written) {
    return tl::unexpected(written.error());
  }
  return LocalLock{std::move(file)};
}

}  // namespace gameday
