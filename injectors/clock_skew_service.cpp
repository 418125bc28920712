// SPDX-License-Identifier: Apache-2.0
// The clock that one service sees, where it was started with libfaketime and reads its offset from
// a file (FAKETIME_TIMESTAMP_FILE; FAKETIME_CACHE_DURATION=1, so that it looks every second;
// libfaketime, README). Untouched: programs without the library, statically linked ones, the
// kernel's own time stamps (files, sockets), and CLOCK_MONOTONIC where DONT_FAKE_MONOTONIC is set.
#include <fmt/format.h>

#include "injectors/clock_skew.hpp"
#include "injectors/deadman.hpp"
#include "injectors/host_program.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

/// The content as hexadecimal digits behind an x, so that it comes back byte for byte; "-" = there
/// is no such file. It is replaced in one step: the service never reads half of it.
constexpr std::string_view k_file = R"perl(# gameday: reads or replaces a small file
use strict;
my ($verb, $file, $content) = @ARGV;
sub present {
  open my $in, '<', $file or return $!{ENOENT} ? '-' : die "$file: $!\n";
  read $in, my $text, 4097;
  length $text <= 4096 or die "$file is no file of libfaketime: it is too long\n";
  return 'x' . unpack 'H*', $text;
}
if ($verb eq 'read') {
  my $now = present();
  die "$file says so already\n" if defined $content && $now eq $content;
  print "is: $now\n";
} elsif ($content eq '-') {
  unlink $file or $!{ENOENT} or die "$file: $!\n";
} else {
  my $fresh = "$file.gameday";
  my $mode = (stat $file)[2];
  open my $out, '>', $fresh or die "$fresh: $!\n";
  print $out pack 'H*', substr $content, 1;
  close $out or die "$fresh: $!\n";
  chmod defined $mode ? $mode & 07777 : 0644, $fresh;
  rename $fresh, $file or die "$file: $!\n";
}
)perl";

/// Waits a little, because the service looks at its file once a second.
constexpr std::string_view k_ask = R"perl(# gameday: compares a service's time with the true time
use strict;
my ($offset, @ask) = @ARGV;
my $off = 0;
for (1 .. 20) {
  open my $answer, '-|', @ask or die "$ask[0]: $!\n";
  my ($seconds) = (<$answer> // '') =~ /^\s*(\d+)/ or die "$ask[0] prints no seconds\n";
  $off = $seconds - time;
  if (abs($off - $offset) <= 2) { print "off by $off s\n"; exit 0 }
  select undef, undef, undef, 0.2;
}
print "off by $off s\n";
exit 1;
)perl";

constexpr std::chrono::seconds k_ask_deadline{20};

/// As libfaketime reads it: seconds, with their sign.
std::string content_of(std::int64_t seconds) {
  std::string hex = "x";
  for (const char c : fmt::format("{:+}\n", seconds)) {
    hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  }
  return hex;
}

Action file_action(const Host& host, std::vector<Arg> words) {
  return run_program(host, std::string{k_file}, std::move(words));
}

Change change_file(const Host& host, const std::string& file, const std::string& content) {
  Change change;
  change.capture = file_action(host, {"read", file, content});
  change.capture_fields = {"was=is: "};
  change.apply = file_action(host, {"write", file, content});
  change.verify.look = file_action(host, {"read", file});
  change.verify.in_force = {.status = 0, .cells = {{"2[1=is:]", content}}};
  change.verify.gone = {.status = 0, .cells = {{"2[1=is:]", Captured{"/was"}}}};
  change.revert = file_action(host, {"write", file, Captured{"/was"}});
  return change;
}

}  // namespace

Result<FaultPlan> skew_service(const Skew& skew) {
  const auto host = target_host(skew.params, skew.scope);
  if (!host) return tl::unexpected(host.error());
  const auto file = skew.params.get<std::string>("file");
  if (!file.starts_with('/')) {
    return cannot_plan(skew.scope, "how = \"faketime\" needs `file`, a full path",
                       "start the service with FAKETIME_TIMESTAMP_FILE and name that file");
  }
  const std::string content = content_of(skew.seconds);
  Change change = change_file(**host, file, content);
  change.id = fmt::format("fault.{}.{}", skew.scope.fault, (*host)->name);
  change.summary = fmt::format("{} on {}: what reads it sees a clock that is {:+} s off", file,
                               (*host)->name, skew.seconds);
  FaultPlan plan;
  plan.proofs.push_back({.name = "the file says so",
                         .inside = true,
                         .look = change.verify.look,
                         .confirms = change.verify.in_force,
                         .refutes = {.status = 0}});
  std::vector<Arg> ask{fmt::format("{}", skew.seconds)};
  for (const auto& word : skew.params.get<std::vector<std::string>>("asks")) ask.emplace_back(word);
  if (ask.size() > 1) {
    plan.proofs.push_back(
        {.name = "the service sees it",
         .look = run_program(**host, std::string{k_ask}, std::move(ask), k_ask_deadline),
         .confirms = {.status = 0},
         .refutes = {.status = 1}});
  }
  plant_timer(change, **host, skew.scope.run_id, skew.scope.expires_after);
  plant_note(change, **host, skew.scope.run_id, skew.scope.fence_first);
  plan.changes.push_back(std::move(change));
  return plan;
}

}  // namespace gameday
