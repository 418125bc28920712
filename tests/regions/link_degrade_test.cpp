// SPDX-License-Identifier: Apache-2.0
// also as an ordinary user
// A link that is slow, lossy or thin, measured by what passes over it, against the same link
// before.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "injectors/injectors.hpp"
#include "tests/regions/support/cut.hpp"
#include "tests/regions/support/made_fault.hpp"
#include "tests/regions/support/world_look.hpp"
#include "world/held_process.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

/// Milliseconds of the quickest of some connects.
constexpr const char* k_connect = R"perl(use strict; use Socket; use Time::HiRes 'time';
my ($address, $port) = @ARGV;
my $v6 = $address =~ /:/;
my $at = $v6 ? pack_sockaddr_in6($port, Socket::inet_pton(AF_INET6, $address))
             : pack_sockaddr_in($port, inet_aton($address));
my $least = 1e9;
for (1 .. 15) {
  socket(my $socket, $v6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0) or die $!;
  my $began = time;
  connect($socket, $at) or die $!;
  my $took = 1000 * (time - $began);
  $least = $took if $took < $least;
}
print $least;
)perl";

/// So many UDP packets, for nobody.
constexpr const char* k_scatter = R"perl(use strict; use Socket;
my ($address, $count) = @ARGV;
socket(my $socket, AF_INET, SOCK_DGRAM, 0) or die $!;
my $to = pack_sockaddr_in(9, inet_aton($address));
for (1 .. $count) { send($socket, 'x', 0, $to) or die $! }
)perl";

/// Takes one connection's bytes and says how many in how many seconds.
constexpr const char* k_sink = R"perl(use strict; use Socket; use Time::HiRes 'time'; $| = 1;
socket(my $door, AF_INET, SOCK_STREAM, 0) or die $!;
setsockopt($door, SOL_SOCKET, SO_REUSEADDR, 1);
bind($door, pack_sockaddr_in(9999, INADDR_ANY)) or die $!;
listen($door, 1) or die $!;
print "ready\n";
accept(my $from, $door) or die $!;
my ($began, $bytes) = (time, 0);
while ((my $got = sysread($from, my $buffer, 65536)) > 0) { $bytes += $got }
printf "%d %.3f\n", $bytes, time - $began;
)perl";

constexpr const char* k_pour = R"perl(use strict; use Socket;
my ($address, $bytes) = @ARGV;
socket(my $to, AF_INET, SOCK_STREAM, 0) or die $!;
connect($to, pack_sockaddr_in(9999, inet_aton($address))) or die $!;
print $to 'x' x $bytes;
close $to;
)perl";

double connect_ms(const Lab& lab, const std::string& address) {
  const auto told = lab.on("clients", {"perl", "-e", k_connect, address, "5432"});
  REQUIRE_MESSAGE(told.status == 0, told.err);
  return std::stod(told.out);
}

/// Seconds that a megabyte takes from the clients to region B.
double megabyte_s(const Lab& lab) {
  auto sink = HeldProcess::start(lab.argv_on("app-b", {"perl", "-e", k_sink})).value();
  REQUIRE(sink.read_line(5s) == "ready");
  const auto poured = lab.on("clients", {"perl", "-e", k_pour, "10.77.2.20", "1000000"});
  REQUIRE_MESSAGE(poured.status == 0, poured.err);
  const auto line = sink.read_line(15s);
  REQUIRE(line);
  std::istringstream words{*line};
  int bytes = 0;
  double seconds = 0;
  words >> bytes >> seconds;
  CHECK(bytes == 1'000'000);
  return seconds;
}

Params to_b() {
  Params params;
  params.set("to", std::string{"region-b"});
  params.set("mechanism", std::string{"parts"});
  return params;
}

/// The number behind "packets" in a counter's listing.
int packets(const std::string& listed) {
  const std::size_t at = listed.find("packets ");
  REQUIRE(at != std::string::npos);
  return std::stoi(listed.substr(at + 8));
}

}  // namespace

TEST_CASE("a delay is what it says, in both IP versions; a dead holder delays nobody") {
  const Lab lab{"link-degrade"};
  put_foreign_rules(lab);
  const std::string before = look_at_world(lab);
  const double base = connect_ms(lab, "10.77.2.10");
  Params params = to_b();
  params.set("delay", Duration{40ms});
  MadeFault fault{lab, k_injector_link_degrade, params};
  CHECK_FALSE(fault.proven());
  REQUIRE(fault.apply() == "");
  CHECK(fault.proven());
  for (const char* address : {"10.77.2.10", "fd77:0:0:2::10"}) {
    const double added = connect_ms(lab, address) - base;
    CHECK(added > 39.5);
    CHECK(added < 50);
  }
  CHECK(connect_ms(lab, "10.77.1.10") < 20);  // the other region
  const std::string pid_file =
      std::get<std::string>(std::get<Exec>(fault.changes().at(0).revert->what).argv.back());
  REQUIRE(
      lab.on("router", {"start-stop-daemon", "--stop", "--signal", "KILL", "--pidfile", pid_file})
          .status == 0);
  CHECK(eventually([&] { return fault.seen(0) == Seen::inert; }, 2s));
  CHECK(connect_ms(lab, "10.77.2.10") < base + 20);
  CHECK(fault.revert() == "");
  CHECK(difference(before, look_at_world(lab)) == "");
}

TEST_CASE("with nobody alive the holder ends at its deadline") {
  const Lab lab{"link-degrade"};
  Params params = to_b();
  params.set("delay", Duration{40ms});
  params.set("from", std::string{"clients"});
  MadeFault fault{lab, k_injector_link_degrade, params, 2s};
  REQUIRE(fault.apply() == "");
  CHECK(connect_ms(lab, "10.77.2.10") > 39.5);
  CHECK(eventually([&] { return fault.seen(0) == Seen::inert; }, 4s));
  CHECK(connect_ms(lab, "10.77.2.10") < 20);
  CHECK(fault.revert() == "");
}

TEST_CASE("loss is counted: what does not arrive was dropped by us, and is as much as was asked") {
  constexpr int k_sent = 2000;
  const Lab lab{"link-degrade"};
  put_foreign_rules(lab);
  const std::string before = look_at_world(lab);
  Params params = to_b();
  params.set("loss", 10.0);
  MadeFault fault{lab, k_injector_link_degrade, params};
  const std::string table =
      "table inet ear {\n counter heard { }\n chain in {\n  type filter hook input priority -300;\n"
      "  ip saddr 10.77.0.10 udp dport 9 counter name heard\n }\n}\n";
  (void)connect_ms(lab, "10.77.2.20");  // neighbours are known from here on
  REQUIRE(lab.on("app-b", {"nft", "-f", "-"}, table).status == 0);
  REQUIRE(fault.apply() == "");
  const auto scattered =
      lab.on("clients", {"perl", "-e", k_scatter, "10.77.2.20", std::to_string(k_sent)});
  REQUIRE_MESSAGE(scattered.status == 0, scattered.err);
  CHECK(fault.proven());
  const int arrived =
      packets(lab.on("app-b", {"nft", "list", "counter", "inet", "ear", "heard"}).out);
  const int lost = k_sent - arrived;
  CHECK(lost > 133);  // five standard deviations around 200
  CHECK(lost < 267);
  CHECK(lab.on("app-b", {"nft", "delete", "table", "inet", "ear"}).status == 0);
  CHECK(fault.revert() == "");
  CHECK(difference(before, look_at_world(lab)) == "");
}

TEST_CASE("a rate is what a transfer gets, whoever sends or one side alone") {
  const Lab lab{"link-degrade"};
  const std::string before = look_at_world(lab);
  CHECK(megabyte_s(lab) < 0.4);
  for (const bool from_clients : {false, true}) {
    CAPTURE(from_clients);
    Params params = to_b();
    params.set("rate", std::string{"8mbit"});
    if (from_clients) params.set("from", std::string{"clients"});
    MadeFault fault{lab, k_injector_link_degrade, params};
    REQUIRE(fault.apply() == "");
    const double seconds = megabyte_s(lab);
    CHECK(seconds > 0.9);
    CHECK(seconds < 1.8);
    CHECK(fault.proven());
    CHECK(fault.revert() == "");
    CHECK(difference(before, look_at_world(lab)) == "");
  }
}

TEST_CASE("somebody else's qdisc is refused by its name, and stays; the timer lifts ours") {
  const Lab lab{"link-degrade"};
  REQUIRE(lab.on("router", {"tc", "qdisc", "add", "dev", "to-b", "root", "handle", "10:", "tbf",
                            "rate", "100mbit", "burst", "64k", "latency", "200ms"})
              .status == 0);
  const std::string before = look_at_world(lab);
  Params params = to_b();
  params.set("rate", std::string{"8mbit"});
  MadeFault refused{lab, k_injector_link_degrade, params};
  const std::string why = refused.apply();
  CHECK(why.find("qdisc tbf 10: root") != std::string::npos);
  CHECK(why.find("is in the way on to-b") != std::string::npos);
  CHECK(refused.seen(0) == Seen::foreign);
  CHECK(difference(before, look_at_world(lab)) == "");
  REQUIRE(lab.on("router", {"tc", "qdisc", "del", "dev", "to-b", "root"}).status == 0);
  MadeFault fault{lab, k_injector_link_degrade, params, 1s};
  REQUIRE(fault.apply() == "");
  CHECK(eventually([&] { return fault.seen(0) == Seen::gone; }, 4s));
  CHECK(fault.revert() == "");
}

}  // namespace gameday::regions
