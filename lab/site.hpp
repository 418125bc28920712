// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "lab/lab.hpp"

namespace gameday::lab {

/// As whom the servers of a lab run.
struct Account {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name;
};

/// Where everything of one lab lies and as whom its servers run; handed to every server.
struct Site {
  Options options;
  bool rootless = false;
  std::filesystem::path base;      ///< /var/tmp/gameday-<uid>
  std::filesystem::path folder;    ///< the lab's own, below base
  std::filesystem::path programs;  ///< where the running executable lies, and gameday-shop
  Account account;                 ///< postgres in a root lab, else the user himself
};

inline constexpr std::string_view k_postgres_programs = "/usr/lib/postgresql/15/bin";
/// PATH of everything that runs in a lab.
inline constexpr std::string_view k_path =
    "/usr/lib/postgresql/15/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Lower-case letters, digits and dashes, at most 32. Errors: bad_input.
[[nodiscard]] Result<void> check_name(std::string_view name);

/// Works out the site of a lab for the calling user; touches nothing. Errors: bad_input; refused,
/// where root has no account `postgres` to drop to.
[[nodiscard]] Result<Site> make_site(const Options& options);

/// The folder above all labs of the calling user.
[[nodiscard]] std::filesystem::path base_folder();

/// Makes the folder above all labs, or checks that it is the caller's own and nobody else may
/// write in it (/var/tmp is everybody's). Errors: refused, failed.
[[nodiscard]] Result<void> make_base_folder(const std::filesystem::path& base);

/// A folder of the site for its servers: 0700, theirs.
[[nodiscard]] Result<void> make_server_folder(const Site& site,
                                              const std::filesystem::path& folder);

/// Writes a file of the site that its servers may read. Errors: failed.
[[nodiscard]] Result<void> write_server_file(const Site& site, const std::filesystem::path& file,
                                             std::string_view text);

/// Lets a server's Unix socket be found as <lab>/<host>.sock, where whoever steers it looks: the
/// folder of the lab is not the servers'. Errors: failed.
[[nodiscard]] Result<void> offer_socket(const Site& site, std::string_view host,
                                        const std::filesystem::path& socket);

/// Where the supervisor notes the pid of a process of the lab ("shop-a"), as it is inside.
[[nodiscard]] std::filesystem::path pid_file(const std::filesystem::path& lab,
                                             std::string_view process);

/// The last `limit` bytes of a text file; empty where it cannot be read.
[[nodiscard]] std::string tail_of(const std::filesystem::path& file, std::size_t limit = 800);

}  // namespace gameday::lab
