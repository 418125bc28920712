// SPDX-License-Identifier: Apache-2.0
#include "drills/record/disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace gameday {
namespace {

/// Closes a descriptor when it goes.
class Descriptor {
 public:
  explicit Descriptor(int fd) : m_fd(fd) {}
  ~Descriptor() {
    if (m_fd >= 0) ::close(m_fd);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return m_fd; }
  [[nodiscard]] bool ok() const { return m_fd >= 0; }

 private:
  int m_fd;
};

Result<void> sync_folder(const std::filesystem::path& folder) {
  const Descriptor fd{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!fd.ok() || ::fsync(fd.get()) != 0) return fail_errno("sync the folder", folder, errno);
  return {};
}

/// Hands the file to `piece` as it comes. Errors: absent, failed.
Result<void> read_pieces(const std::filesystem::path& file,
                         const std::function<void(std::string_view)>& piece) {
  const Descriptor fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!fd.ok() && errno == ENOENT) {
    return fail(ErrorKind::absent, "read", file, "there is no such file");
  }
  if (!fd.ok()) return fail_errno("read", file, errno);
  std::array<char, 1U << 16U> buffer;
  while (true) {
    const ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("read", file, errno);
    if (got == 0) return {};
    piece({buffer.data(), static_cast<std::size_t>(got)});
  }
}

}  // namespace

Result<void> write_all(int descriptor, std::string_view text, const std::filesystem::path& file) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail_errno("write", file, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> write_synced(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::path fresh = file;
  fresh += ".new";
  {
    const Descriptor fd{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (!fd.ok()) return fail_errno("write", fresh, errno);
    if (auto written = write_all(fd.get(), text, fresh); !written) return written;
    if (::fsync(fd.get()) != 0) return fail_errno("sync", fresh, errno);
  }
  if (::rename(fresh.c_str(), file.c_str()) != 0) return fail_errno("put in place", file, errno);
  return sync_folder(file.parent_path());
}

Result<std::string> read_file(const std::filesystem::path& file) {
  std::string text;
  auto read = read_pieces(file, [&text](std::string_view piece) { text += piece; });
  if (!read) return tl::unexpected(read.error());
  return text;
}

Result<void> read_lines(const std::filesystem::path& file,
                        const std::function<void(std::string_view, bool)>& line,
                        const std::function<void(std::string_view)>& piece) {
  std::string rest;
  auto read = read_pieces(file, [&](std::string_view got) {
    piece(got);
    rest += got;
    std::size_t begin = 0;
    for (std::size_t end = rest.find('\n'); end != std::string::npos;
         end = rest.find('\n', begin)) {
      line(std::string_view{rest}.substr(begin, end - begin), true);
      begin = end + 1;
    }
    rest.erase(0, begin);
  });
  if (read && !rest.empty()) line(rest, false);
  return read;
}

}  // namespace gameday
