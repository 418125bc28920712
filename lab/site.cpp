// SPDX-License-Identifier: Apache-2.0
#include "lab/site.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>

#include <fmt/format.h>

#include "world/fd.hpp"

namespace gameday::lab {
namespace {

constexpr std::size_t k_name_limit = 32;  // socket paths have 107 bytes
constexpr std::string_view k_server_account = "postgres";

Result<Account> find_account(uid_t uid) {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (uid == 0) {
    getpwnam_r(k_server_account.data(), &entry, buffer.data(), buffer.size(), &found);
  } else {
    getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
  }
  if (found == nullptr) {
    return fail(ErrorKind::refused, "choose an account for the servers", "",
                uid == 0 ? "there is no user postgres"
                         : fmt::format("uid {} has no name, and PostgreSQL wants one", uid),
                uid == 0 ? "install postgresql-15" : "add the user to the passwd file");
  }
  return Account{found->pw_uid, found->pw_gid, found->pw_name};
}

Result<void> give_to_servers(const Site& site, const std::filesystem::path& path) {
  if (!site.rootless && chown(path.c_str(), site.account.uid, site.account.gid) != 0) {
    return fail_errno("give to the servers' account", path.string(), errno);
  }
  return {};
}

}  // namespace

Result<void> check_name(std::string_view name) {
  const bool fits = !name.empty() && name.size() <= k_name_limit && name.front() != '-';
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (fits && plain && !name.starts_with("template-")) return {};
  return fail(ErrorKind::bad_input, "use this name for a lab", std::string{name},
              "a name is 1 to 32 lower-case letters, digits and dashes, and does not start with a "
              "dash or \"template-\"");
}

Result<Site> make_site(const Options& options) {
  if (auto named = check_name(options.name); !named) return tl::unexpected{named.error()};
  auto account = find_account(getuid());
  if (!account) return tl::unexpected{account.error()};
  std::error_code none;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", none);
  return Site{.options = options,
              .rootless = getuid() != 0,
              .base = base_folder(),
              .folder = folder(options.name),
              .programs = self.parent_path(),
              .account = std::move(*account)};
}

std::filesystem::path base_folder() { return fmt::format("/var/tmp/gameday-{}", getuid()); }

std::filesystem::path folder(std::string_view name) { return base_folder() / name; }

Result<void> make_base_folder(const std::filesystem::path& base) {
  if (mkdir(base.c_str(), 0711) != 0 && errno != EEXIST) {
    return fail_errno("make the labs' folder", base.string(), errno);
  }
  struct stat found{};
  if (lstat(base.c_str(), &found) != 0) {
    return fail_errno("look at the labs' folder", base.string(), errno);
  }
  if (!S_ISDIR(found.st_mode) || found.st_uid != getuid() || (found.st_mode & 022) != 0) {
    return fail(ErrorKind::refused, "use the labs' folder", base.string(),
                "it is not a folder that belongs to you and that only you may write",
                "remove it, or have its owner remove it");
  }
  return {};
}

Result<void> make_server_folder(const Site& site, const std::filesystem::path& folder) {
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return fail_errno("make a folder for a server", folder.string(), errno);
  }
  return give_to_servers(site, folder);
}

Result<void> write_server_file(const Site& site, const std::filesystem::path& file,
                               std::string_view text) {
  const UniqueFd fd{open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
  if (!fd.valid() ||
      write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    return fail_errno("write", file.string(), errno);
  }
  return give_to_servers(site, file);
}

Result<void> offer_socket(const Site& site, std::string_view host,
                          const std::filesystem::path& socket) {
  const auto link = site.folder / fmt::format("{}.sock", host);
  std::error_code problem;
  std::filesystem::create_symlink(socket, link, problem);
  if (!problem) return {};
  return fail(ErrorKind::failed, "offer a socket", link.string(), problem.message());
}

std::filesystem::path pid_file(const std::filesystem::path& lab, std::string_view process) {
  return lab / "pids" / fmt::format("{}.pid", process);
}

std::string tail_of(const std::filesystem::path& file, std::size_t limit) {
  std::ifstream stream{file, std::ios::binary | std::ios::ate};
  if (!stream) return {};
  const auto size = static_cast<std::size_t>(stream.tellg());
  std::string text(std::min(limit, size), '\0');
  stream.seekg(static_cast<std::streamoff>(size - text.size()));
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\0')) text.pop_back();
  return text;
}

}  // namespace gameday::lab
