// SPDX-License-Identifier: Apache-2.0
#include "world/file_write.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>

#include "world/fd.hpp"

namespace gameday {
namespace {

constexpr mode_t k_highest_mode = 07777;

std::optional<mode_t> read_mode(std::string_view text) {
  mode_t mode = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || mode > k_highest_mode) return std::nullopt;
  return mode;
}

/// Gives 0 or an errno.
int write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int sync_folder(const std::string& path) {
  const auto folder = std::filesystem::path{path}.parent_path();
  const UniqueFd fd{
      open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return fd.valid() && fsync(fd.get()) == 0 ? 0 : errno;
}

int fill(int fd, std::string_view content, mode_t mode) {
  if (const int error = write_all(fd, content); error != 0) return error;
  return fchmod(fd, mode) == 0 && fsync(fd) == 0 ? 0 : errno;
}

const Outcome k_done{true, 0, "", "", {}};

}  // namespace

Result<Outcome> write_file(const std::string& path, std::string_view content,
                           std::string_view mode_text) {
  const auto mode = read_mode(mode_text);
  if (!mode) {
    return fail(ErrorKind::bad_input, "write the file", path,
                "its mode " + std::string{mode_text} + " is not octal");
  }
  std::string beside = path + ".gameday-XXXXXX";
  const UniqueFd fd{mkostemp(beside.data(), O_CLOEXEC)};
  if (!fd.valid()) return fail_errno("write the file", path, errno);
  int error = fill(fd.get(), content, *mode);
  if (error == 0 && rename(beside.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) error = sync_folder(path);
  if (error == 0) return k_done;
  unlink(beside.c_str());
  return fail_errno("write the file", path, error);
}

Result<Outcome> remove_file(const std::string& path) {
  if (unlink(path.c_str()) != 0) {
    if (errno == ENOENT) return k_done;
    return fail_errno("remove the file", path, errno);
  }
  if (const int error = sync_folder(path); error != 0) {
    return fail_errno("remove the file", path, error);
  }
  return k_done;
}

}  // namespace gameday
