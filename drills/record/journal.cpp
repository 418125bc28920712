// SPDX-License-Identifier: Apache-2.0
#include "drills/record/journal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "drills/record/journal_records.hpp"
#include "drills/record/sealed_line.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_lock_poll{10};
constexpr const char* k_without_it =
    "gameday recover --from-world --inventory FILE needs no journal";

Result<void> sync_folder(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return fail_errno("open the folder", folder, errno);
  const int status = ::fsync(fd);
  const int why = errno;
  ::close(fd);
  if (status != 0) return fail_errno("sync the folder", folder, why);
  return {};
}

Result<std::string> read_all(int fd, const std::filesystem::path& file) {
  struct stat about{};
  if (::fstat(fd, &about) != 0) return fail_errno("read the journal", file, errno);
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size > k_journal_cap) {
    return fail(ErrorKind::failed, "read the journal", file, "it is larger than 256 MiB",
                k_without_it);
  }
  std::string text(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(fd, text.data() + done, size - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("read the journal", file, errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  text.resize(done);
  return text;
}

Result<ReadBack> read_fd(int fd, const std::filesystem::path& file) {
  const auto text = read_all(fd, file);
  if (!text) return tl::unexpected(text.error());
  ReadBack back = read_back(*text);
  if (back.next_sequence == 0 && text->find('\n') != std::string::npos) {
    return fail(ErrorKind::failed, "read the journal", file, "its head is damaged", k_without_it);
  }
  if (back.next_sequence == 0) {
    return fail(ErrorKind::bad_input, "read the journal", file, "it has no head",
                "nothing was changed by this run");
  }
  return back;
}

Result<int> open_existing(const std::filesystem::path& file, int flags) {
  const int fd = ::open(file.c_str(), flags | O_CLOEXEC);
  if (fd >= 0) return fd;
  if (errno != ENOENT) return fail_errno("open the journal", file, errno);
  return fail(ErrorKind::absent, "open the journal", file, "there is no such file", k_without_it);
}

}  // namespace

/// The open file and what is on record, behind one mutex.
struct Journal::State {
  ~State() {
    if (fd >= 0) ::close(fd);
  }
  std::mutex mutex;
  int fd = -1;
  std::uint64_t sequence = 0;
  off_t size = 0;
  bool damaged = false;  ///< half a record is on the disk and could not be cut off
  std::filesystem::path file;
  JournalContent content;
  std::function<void(bool)> watcher;

  Result<void> put(const std::string& line);
};

/// One write() for each record. Half a record would hide all that is written behind it, so it is
/// cut off again; where even that fails, nothing more is written.
Result<void> Journal::State::put(const std::string& line) {
  if (damaged) return fail(ErrorKind::failed, "write the journal", file, "it is damaged");
  const ssize_t written = ::pwrite(fd, line.data(), line.size(), size);
  const int why = written < 0 ? errno : ENOSPC;
  const bool whole = written == static_cast<ssize_t>(line.size());
  if (whole && ::fdatasync(fd) == 0) {
    size += written;
    return {};
  }
  const int reason = whole ? errno : why;
  if (::ftruncate(fd, size) != 0) damaged = true;
  return fail_errno("write the journal", file, reason);
}

Journal::Journal(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

Result<Journal> Journal::create(const std::filesystem::path& file, const JournalHead& head) {
  auto state = std::make_unique<State>();
  state->file = file;
  state->fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (state->fd < 0) return fail_errno("make the journal", file, errno);
  if (::flock(state->fd, LOCK_EX | LOCK_NB) != 0) {
    return fail_errno("lock the journal", file, errno);
  }
  Journal journal{std::move(state)};
  if (auto written = journal.append(head_record(head)); !written) {
    return tl::unexpected(written.error());
  }
  if (auto synced = sync_folder(file.parent_path()); !synced) {
    return tl::unexpected(synced.error());
  }
  return journal;
}

Result<Journal> Journal::adopt(const std::filesystem::path& file,
                               std::chrono::milliseconds patience) {
  const auto fd = open_existing(file, O_RDWR);
  if (!fd) return tl::unexpected(fd.error());
  const auto until = std::chrono::steady_clock::now() + patience;
  while (::flock(*fd, LOCK_EX | LOCK_NB) != 0) {
    const int why = errno;
    const bool late = std::chrono::steady_clock::now() >= until;
    if (why == EINTR || (why == EWOULDBLOCK && !late)) {
      std::this_thread::sleep_for(k_lock_poll);
      continue;
    }
    ::close(*fd);
    if (why != EWOULDBLOCK) return fail_errno("lock the journal", file, why);
    return fail(ErrorKind::timeout, "lock the journal", file, "somebody else holds it");
  }
  return take(file, *fd);
}

Result<Journal> Journal::take(const std::filesystem::path& file, int fd) {
  auto state = std::make_unique<State>();
  state->fd = fd;
  state->file = file;
  auto back = read_fd(fd, file);
  if (!back) return tl::unexpected(back.error());
  state->content = std::move(back->content);
  state->sequence = back->next_sequence;
  state->size = static_cast<off_t>(back->good_bytes);
  if (state->content.torn && (::ftruncate(fd, state->size) != 0 || ::fdatasync(fd) != 0)) {
    return fail_errno("cut the torn end off the journal", file, errno);
  }
  return Journal{std::move(state)};
}

Result<void> Journal::append(Json record) {
  stamp(record);
  const auto line = seal(record, m_state->sequence);
  if (!line) return tl::unexpected(line.error());
  if (m_state->watcher) m_state->watcher(false);
  if (auto written = m_state->put(*line); !written) return written;
  ++m_state->sequence;
  if (!fold(m_state->content, record)) {
    return fail(ErrorKind::internal, "read back a record of the journal", m_state->file,
                record.value("record", ""));
  }
  if (m_state->watcher) m_state->watcher(true);
  return {};
}

Result<void> Journal::write(const Change& change, ChangeState state, std::string_view error) {
  const std::lock_guard lock{m_state->mutex};
  return append(change_record(change, state, error, m_state->content.find(change.id)));
}

Result<void> Journal::write_fence(const Change& fence) {
  const std::lock_guard lock{m_state->mutex};
  return append(fence_record(fence));
}

Result<void> Journal::write_point_of_no_return(std::string_view step) {
  const std::lock_guard lock{m_state->mutex};
  return append(point_of_no_return_record(step));
}

Result<void> Journal::write_fenced() {
  const std::lock_guard lock{m_state->mutex};
  return append(plain_record("fenced"));
}

Result<void> Journal::close() {
  const std::lock_guard lock{m_state->mutex};
  return append(plain_record("closed"));
}

JournalContent Journal::content() const {
  const std::lock_guard lock{m_state->mutex};
  return m_state->content;
}

const std::filesystem::path& Journal::file() const { return m_state->file; }

void Journal::watch(std::function<void(bool written)> watcher) {
  const std::lock_guard lock{m_state->mutex};
  m_state->watcher = std::move(watcher);
}

const JournalEntry* JournalContent::find(std::string_view change) const {
  for (const JournalEntry& entry : entries) {
    if (entry.change.id == change) return &entry;
  }
  return nullptr;
}

Result<JournalContent> read_journal(const std::filesystem::path& file) {
  const auto fd = open_existing(file, O_RDONLY);
  if (!fd) return tl::unexpected(fd.error());
  auto back = read_fd(*fd, file);
  ::close(*fd);
  if (!back) return tl::unexpected(back.error());
  return std::move(back->content);
}

}  // namespace gameday
