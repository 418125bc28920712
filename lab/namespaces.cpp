// SPDX-License-Identifier: Apache-2.0
#include "lab/namespaces.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include <fmt/format.h>

namespace gameday::lab {
namespace {

Result<void> write_proc(const std::string& file, std::string_view text) {
  const UniqueFd fd{open(file.c_str(), O_WRONLY | O_CLOEXEC)};
  if (!fd.valid() || write(fd.get(), text.data(), text.size()) < 0) {
    return fail_errno("write", file, errno);
  }
  return {};
}

// A group map needs setgroups denied first (user_namespaces(7)).
Result<void> map_to_self(uid_t uid, gid_t gid) {
  if (auto done = write_proc("/proc/self/setgroups", "deny"); !done) return done;
  if (auto done = write_proc("/proc/self/uid_map", fmt::format("{0} {0} 1", uid)); !done) {
    return done;
  }
  return write_proc("/proc/self/gid_map", fmt::format("{0} {0} 1", gid));
}

Result<void> mount_tmpfs(const char* where) {
  if (mount("tmpfs", where, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755") != 0) {
    return fail_errno("mount a tmpfs", where, errno);
  }
  return {};
}

}  // namespace

Result<void> leave_namespaces(bool rootless) {
  const uid_t uid = getuid();
  const gid_t gid = getgid();
  const int flags = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWPID;
  if (unshare(flags | (rootless ? CLONE_NEWUSER : 0)) != 0) {
    return fail_errno("make namespaces", "this machine", errno);
  }
  return rootless ? map_to_self(uid, gid) : Result<void>{};
}

Result<void> mount_own_folders() {
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    return fail_errno("make the mounts private", "/", errno);
  }
  if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) != 0) {
    return fail_errno("mount proc", "/proc", errno);
  }
  if (auto done = mount_tmpfs("/run"); !done) return done;
  if (auto done = mount_tmpfs("/dev/shm"); !done) return done;
  // The servers of a root lab are not root, and PostgreSQL keeps shared memory there.
  if (chmod("/dev/shm", 01777) != 0) return fail_errno("open up", "/dev/shm", errno);
  return {};
}

Result<void> keep_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> data{};
  if (syscall(SYS_capget, &header, data.data()) != 0) {
    return fail_errno("read the capabilities", "", errno);
  }
  for (auto& half : data) half.inheritable = half.permitted;
  if (syscall(SYS_capset, &header, data.data()) != 0) {
    return fail_errno("make the capabilities inheritable", "", errno);
  }
  for (unsigned number = 0; number < 64; ++number) {
    const bool has = ((data.at(number / 32).permitted >> (number % 32)) & 1U) != 0;
    if (has && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0) != 0) {
      return fail_errno("keep a capability", fmt::format("number {}", number), errno);
    }
  }
  return {};
}

std::filesystem::path zone_file(std::string_view zone) {
  return fmt::format("/run/netns/{}", zone);
}

std::filesystem::path zone_file(std::int64_t supervisor_pid, std::string_view zone) {
  return fmt::format("/proc/{}/root{}", supervisor_pid, zone_file(zone).string());
}

Result<void> join_network(const std::filesystem::path& file) {
  const UniqueFd fd{open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!fd.valid() && errno == ENOENT) {
    return fail(ErrorKind::absent, "enter a network", file.string(), "there is no such zone");
  }
  if (!fd.valid() || setns(fd.get(), CLONE_NEWNET) != 0) {
    return fail_errno("enter a network", file.string(), errno);
  }
  return {};
}

Result<ZoneVisit> ZoneVisit::begin(std::string_view zone) {
  UniqueFd home{open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)};
  if (!home.valid()) return fail_errno("open the own network", "/proc/self/ns/net", errno);
  if (auto joined = join_network(zone_file(zone)); !joined) {
    return tl::unexpected{joined.error()};
  }
  return ZoneVisit{std::move(home)};
}

ZoneVisit::~ZoneVisit() {
  if (m_home.valid()) setns(m_home.get(), CLONE_NEWNET);
}

}  // namespace gameday::lab
