// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include "lab/namespaces.hpp"

namespace gameday::lab {

/// Does it in a child and gives its exit status; -1 where a signal ended it.
template <class Work>
int in_child(Work work) {
  const pid_t pid = fork();
  if (pid == 0) _exit(work());
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Does it as the first process of new namespaces, as a lab's supervisor would, with its
/// capabilities kept. 100 and above: it did not come to that.
template <class Work>
int in_new_namespaces(Work work) {
  return in_child([&work] {
    if (!leave_namespaces(getuid() != 0)) return 100;
    return in_child([&work] {
      if (!mount_own_folders()) return 101;
      return keep_capabilities() ? work() : 102;
    });
  });
}

}  // namespace gameday::lab
