// SPDX-License-Identifier: Apache-2.0
// What kubectl is given, and what is made of its answers. The kubectl here is a stand-in that takes
// its words apart as the real one does and runs the command itself.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/world/support/path_in_front.hpp"
#include "tests/world/support/scratch.hpp"
#include "world/perform.hpp"
#include "world/transports.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

using Words = std::vector<std::string>;

/// Refuses all but the words that are expected before "--"; of pods it knows shop-0.
constexpr std::string_view k_stand_in = R"(#!/usr/bin/perl
my $at = 0;
$at++ while $at < @ARGV && $ARGV[$at] ne '--';
my @before = @ARGV[0 .. $at - 1];
my @command = @ARGV[$at + 1 .. $#ARGV];
my $pod = pop @before;
my $given = join ' ', @before;
my $wanted = '--context=lab --namespace=shop exec --stdin --pod-running-timeout=5s --container=app';
if ($given ne $wanted) { print STDERR "error: given $given\n"; exit 1; }
if ($pod ne 'shop-0') {
  print STDERR "Error from server (NotFound): pods \"$pod\" not found\n";
  exit 1;
}
my $ended = system { $command[0] } @command;
exit 0 if $ended == 0;
my $code = $ended >> 8;
print STDERR "command terminated with exit code $code\n";
exit $code;
)";

Host make_host(const std::string& pod) {
  Host host{};
  host.name = pod;
  host.transport = "kubectl";
  host.kubectl = {
      .kubeconfig = "", .context = "lab", .namespace_name = "shop", .pod = pod, .container = "app"};
  return host;
}

struct Fixture {
  Scratch scratch;
  PathInFront path{scratch, "kubectl", k_stand_in};
  Inventory inventory;
  Fixture() {
    inventory.hosts["shop-0"] = make_host("shop-0");
    inventory.hosts["shop-1"] = make_host("shop-1");
  }
  [[nodiscard]] Result<Outcome> perform(const std::string& host, const Exec& exec) const {
    return RealPerformer{inventory}.perform({{host}, 5s, exec});
  }
};

}  // namespace

TEST_CASE("kubectl: options come before the pod, the command behind two dashes") {
  CHECK(k_transport_kubectl.wrap({}, make_host("shop-0"), {"ls", "-l", "a b"}).value() ==
        Words{"kubectl", "--context=lab", "--namespace=shop", "exec", "--stdin",
              "--pod-running-timeout=5s", "--container=app", "shop-0", "--", "ls", "-l", "a b"});
  Host plain{};
  plain.kubectl.pod = "p";
  plain.kubectl.kubeconfig = "/etc/k";
  CHECK(k_transport_kubectl.wrap({}, plain, {"true"}).value() ==
        Words{"kubectl", "--kubeconfig=/etc/k", "exec", "--stdin", "--pod-running-timeout=5s", "p",
              "--", "true"});
  for (const std::string pod : {"", "--token=x"}) {
    CHECK_FALSE(k_transport_kubectl.wrap({}, make_host(pod), {"true"}));
  }
}

TEST_CASE_FIXTURE(Fixture, "kubectl: words, input and status pass through unchanged") {
  const auto echoed = perform(
      "shop-0",
      Exec{{"perl", "-e", "print join('|', @ARGV), <STDIN>; exit 3", "a b", "$(x)", "--", "'\n"},
           {"in", "put"}});
  REQUIRE(echoed);
  CHECK(echoed->out == "a b|$(x)|--|'\ninput");
  CHECK(echoed->status == 3);
  CHECK_FALSE(echoed->ok);
  CHECK(perform("shop-0", Exec{{"true"}}).value().ok);
}

TEST_CASE_FIXTURE(Fixture, "kubectl: a pod that is not there is no failure of the command") {
  const auto nowhere = perform("shop-1", Exec{{"true"}});
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error().text().find("shop-1") != std::string::npos);
  CHECK(nowhere.error().text().find("NotFound") != std::string::npos);
  CHECK(k_transport_kubectl.unreachable(1, "Unable to connect to the server: timeout"));
  CHECK_FALSE(k_transport_kubectl.unreachable(0, ""));
}

TEST_CASE_FIXTURE(Fixture, "kubectl: a command is ended in the pod at its deadline") {
  const auto late = RealPerformer{inventory}.perform(
      {{"shop-0"}, 1s, Exec{{"perl", "-e", "print \"begun\\n\"; sleep 30"}}});
  CHECK((!late || late->status == 124));
}
