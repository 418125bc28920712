// SPDX-License-Identifier: Apache-2.0
#include "lab/mirror.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "world/fd.hpp"

namespace gameday::lab {
namespace {

namespace fs = std::filesystem;

constexpr int k_most_spares = 4;  ///< two labs' worth
constexpr std::size_t k_chunk = std::size_t{256} * 1024;

fs::path spare_place(const fs::path& base, int number) {
  return base / fmt::format(".spare-{}", number);
}

fs::file_type type_of(const fs::path& path) {
  std::error_code absent;
  return fs::symlink_status(path, absent).type();
}

// Only root can, and only root has to: to anybody else all of it belongs already.
bool give_like(const struct stat& model, const fs::path& to) {
  return chmod(to.c_str(), model.st_mode & 07777U) == 0 &&
         (geteuid() != 0 || lchown(to.c_str(), model.st_uid, model.st_gid) == 0);
}

bool copy_bytes(const UniqueFd& in, const UniqueFd& out) {
  static std::array<char, k_chunk> buffer;
  for (;;) {
    const ssize_t size = read(in.get(), buffer.data(), buffer.size());
    if (size <= 0) return size == 0;
    if (write(out.get(), buffer.data(), static_cast<std::size_t>(size)) != size) return false;
  }
}

// Not opened with O_TRUNC: ext4 would start writing each file to disk when it is closed.
bool copy_file(const fs::path& from, const struct stat& model, const fs::path& to) {
  const bool made = type_of(to) == fs::file_type::not_found;
  const UniqueFd in{open(from.c_str(), O_RDONLY | O_CLOEXEC)};
  const UniqueFd out{open(to.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
  return in.valid() && out.valid() && copy_bytes(in, out) &&
         ftruncate(out.get(), model.st_size) == 0 && (!made || give_like(model, to));
}

bool copy_folder(const struct stat& model, const fs::path& to) {
  return (mkdir(to.c_str(), 0700) == 0 || errno == EEXIST) && give_like(model, to);
}

bool copy_entry(const fs::path& from, const fs::path& to) {
  struct stat model{};
  if (lstat(from.c_str(), &model) != 0) return false;
  return S_ISDIR(model.st_mode) ? copy_folder(model, to) : copy_file(from, model, to);
}

Result<void> copy_all(const fs::path& from, const fs::path& to) {
  std::error_code problem;
  if (!copy_entry(from, to)) return fail_errno("copy", from.string(), errno);
  for (auto entry = fs::recursive_directory_iterator{from, problem};
       !problem && entry != fs::end(entry); entry.increment(problem)) {
    const auto target = to / entry->path().lexically_relative(from);
    if (!copy_entry(entry->path(), target)) return fail_errno("copy", target.string(), errno);
  }
  if (!problem) return {};
  return fail(ErrorKind::failed, "copy", from.string(), problem.message());
}

/// What one folder has and the other has not, or has of another type.
std::vector<fs::path> strangers_in(const fs::path& folder, const fs::path& model,
                                   std::error_code& problem) {
  std::vector<fs::path> strangers;
  for (auto entry = fs::recursive_directory_iterator{folder, problem};
       !problem && entry != fs::end(entry); entry.increment(problem)) {
    const auto counterpart = model / entry->path().lexically_relative(folder);
    if (type_of(counterpart) == type_of(entry->path())) continue;
    strangers.push_back(entry->path());
    entry.disable_recursion_pending();
  }
  return strangers;
}

}  // namespace

Result<void> mirror(const fs::path& from, const fs::path& to) {
  std::error_code problem;
  if (fs::exists(to)) {
    for (const fs::path& stranger : strangers_in(to, from, problem)) {
      if (!problem) fs::remove_all(stranger, problem);
    }
  }
  if (problem) return fail(ErrorKind::failed, "clear", to.string(), problem.message());
  return copy_all(from, to);
}

void keep_spare(const fs::path& base, const fs::path& data) {
  std::error_code problem;
  for (int number = 0; number < k_most_spares; ++number) {
    // A place that is taken refuses it, because it is not empty.
    fs::rename(data, spare_place(base, number), problem);
    if (!problem) return;
  }
}

void take_spare(const fs::path& base, const fs::path& place) {
  std::error_code problem;
  for (int number = 0; number < k_most_spares; ++number) {
    fs::rename(spare_place(base, number), place, problem);
    if (!problem) return;
  }
}

}  // namespace gameday::lab
