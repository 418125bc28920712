// SPDX-License-Identifier: Apache-2.0
// What ssh is given. That the other end gets the same words is shown with a real sshd, in
// tests/regions/ssh_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/world/support/path_in_front.hpp"
#include "tests/world/support/unquote_posix.hpp"
#include "world/perform.hpp"
#include "world/ssh_sockets.hpp"
#include "world/transports.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

using Words = std::vector<std::string>;

Host make_host(SshWay way = {}, std::string address = "10.0.0.7") {
  Host host{};
  host.name = "far";
  host.transport = "ssh";
  host.address = std::move(address);
  host.ssh = std::move(way);
  return host;
}

struct Fixture {
  Scratch scratch;
  SetVariable runtime{"XDG_RUNTIME_DIR", scratch.folder()};
};

Words wrap(const Host& host, const Words& argv = {"true"}) {
  const auto wrapped = k_transport_ssh.wrap(Inventory{}, host, argv);
  REQUIRE_MESSAGE(wrapped, (wrapped ? "" : wrapped.error().text()));
  return *wrapped;
}

bool has(const Words& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

bool has_option(const Words& words, const std::string& option) {
  const auto found = std::ranges::find(words, option);
  return found != words.begin() && found != words.end() && *(found - 1) == "-o";
}

std::string value_of(const Words& words, const std::string& option) {
  for (const std::string& word : words) {
    if (word.starts_with(option + "=")) return word.substr(option.size() + 1);
  }
  return {};
}

/// A proxy command as ssh hands it to a shell: %% is %, %h and %p stand for the next stop.
Words proxy_words(const Words& words, const std::string& host, const std::string& port) {
  const std::string given = value_of(words, "ProxyCommand");
  std::string line;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] != '%') {
      line += given[i];
      continue;
    }
    const char c = given.at(++i);
    line += c == 'h' ? host : c == 'p' ? port : "%";
  }
  // The words that are not quoted are quoted for the reader, which knows no others.
  for (const std::string bare : {" -W ", " -- "}) {
    const auto at = line.rfind(bare);
    REQUIRE(at != line.npos);
    line.replace(at, bare.size(), " '" + bare.substr(1, 2) + "' ");
  }
  const auto read = unquote_posix(line);
  REQUIRE(read);
  return *read;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "ssh: host keys are checked, nobody is asked, nothing is forwarded") {
  const Words words = wrap(make_host());
  CHECK(words.front() == "ssh");
  for (const std::string option :
       {"BatchMode=yes", "StrictHostKeyChecking=yes", "ForwardAgent=no", "ClearAllForwardings=yes",
        "NoHostAuthenticationForLocalhost=no", "ConnectTimeout=5", "ControlMaster=auto"}) {
    CAPTURE(option);
    CHECK(has_option(words, option));
  }
  CHECK(value_of(words, "ControlPath").starts_with("\"" + scratch.file("gameday-ssh") + "/"));
  for (const std::string left_alone : {"-p", "-l"}) CHECK_FALSE(has(words, left_alone));
  CHECK(value_of(words, "UserKnownHostsFile").empty());
  CHECK(value_of(words, "ProxyCommand").empty());
}

TEST_CASE_FIXTURE(Fixture, "ssh: a connection of its own shares none, nor does a jump before it") {
  const Words shared = wrap(make_host());
  CHECK(has_option(shared, "ControlMaster=auto"));
  SshWay way;
  way.jump = "ops@jump";
  way.shared = false;
  const Words alone = wrap(make_host(way));
  for (const Words& words : {alone, proxy_words(alone, "10.0.0.7", "22")}) {
    CHECK(has_option(words, "ControlMaster=no"));
    CHECK(has_option(words, "ControlPath=none"));
    CHECK_FALSE(has_option(words, "ControlMaster=auto"));
  }
}

TEST_CASE_FIXTURE(Fixture, "ssh: the way of the inventory, with paths as they are") {
  const Words words = wrap(make_host({.user = "ops",
                                      .identity = "/keys/100%/a b",
                                      .known_hosts = "/keys/hosts",
                                      .jump = "",
                                      .port = 2222}));
  CHECK(value_of(words, "IdentityFile") == "\"/keys/100%%/a b\"");
  CHECK(has_option(words, "IdentitiesOnly=yes"));
  CHECK(value_of(words, "UserKnownHostsFile") == "\"/keys/hosts\"");
  CHECK(value_of(words, "GlobalKnownHostsFile") == "/dev/null");
  const auto port = std::ranges::find(words, "-p");
  REQUIRE(port != words.end());
  CHECK(*(port + 1) == "2222");
  CHECK(*(std::ranges::find(words, "-l") + 1) == "ops");
}

TEST_CASE_FIXTURE(Fixture, "ssh: the command is one word, quoted; an address of none is the name") {
  const Words words = wrap(make_host({}, ""), {"echo", "$(id)", "it's"});
  REQUIRE(words.size() > 3);
  CHECK(words[words.size() - 3] == "--");
  CHECK(words[words.size() - 2] == "far");
  const std::string& line = words.back();
  CHECK(line.starts_with("LC_ALL=C.UTF-8 PATH=$PATH:"));
  const std::size_t at = line.find(" exec ");
  REQUIRE(at != line.npos);
  CHECK(unquote_posix(line.substr(at + 6)) == Words{"echo", "$(id)", "it's"});
}

TEST_CASE_FIXTURE(Fixture,
                  "ssh: what it cannot carry, or would take for something else, is refused") {
  const auto refused = [](const Host& host, const Words& argv = {"true"}) {
    return !k_transport_ssh.wrap(Inventory{}, host, argv).has_value();
  };
  CHECK(refused(make_host(), {"a", std::string{"b\0", 2}}));
  CHECK(refused(make_host(), {}));
  for (const std::string address : {"-oProxyCommand=x", "a b", "$(x)", "a\nb"}) {
    CAPTURE(address);
    CHECK(refused(make_host({}, address)));
    SshWay way;
    way.user = address;
    CHECK(refused(make_host(way)));
    way.user.clear();
    way.jump = address;
    CHECK(refused(make_host(way)));
  }
  for (const std::string path : {"keys/a", "/keys/${HOME}", "/a\"b", "/a\nb"}) {
    CAPTURE(path);
    SshWay way;
    way.identity = path;
    CHECK(refused(make_host(way)));
    way.identity.clear();
    way.known_hosts = path;
    CHECK(refused(make_host(way)));
  }
}

TEST_CASE_FIXTURE(Fixture, "ssh: jump hosts are gone through with the same options and checks") {
  SshWay way{.user = "ops",
             .identity = "/k%",
             .known_hosts = "/h",
             .jump = "j@one:22,[fd00::1]",
             .port = 0};
  const Words words = wrap(make_host(way));
  const Words second = proxy_words(words, "10.0.0.7", "22");
  CHECK(has_option(second, "StrictHostKeyChecking=yes"));
  CHECK(has_option(second, "BatchMode=yes"));
  CHECK(value_of(second, "IdentityFile") == "\"/k%%\"");
  CHECK(value_of(second, "UserKnownHostsFile") == "\"/h\"");
  const Words end{second.end() - 4, second.end()};
  CHECK(end == Words{"-W", "[10.0.0.7]:22", "--", "fd00::1"});
  const Words first = proxy_words(second, "fd00::1", "22");
  CHECK(has_option(first, "StrictHostKeyChecking=yes"));
  CHECK(*(std::ranges::find(first, "-l") + 1) == "j");
  CHECK(*(std::ranges::find(first, "-p") + 1) == "22");
  CHECK(Words{first.end() - 4, first.end()} == Words{"-W", "[fd00::1]:22", "--", "one"});
  CHECK(value_of(first, "ProxyCommand").empty());
  const std::string socket = value_of(words, "ControlPath");
  CHECK(socket != value_of(second, "ControlPath"));
  CHECK(value_of(first, "ControlPath") != value_of(second, "ControlPath"));
  CHECK(socket.find(ssh_socket_name(way, "10.0.0.7")) != socket.npos);
}

TEST_CASE_FIXTURE(Fixture, "ssh: commands and the packet filter go there, 255 is no status") {
  const PathInFront path{scratch, "ssh", R"(#!/usr/bin/perl
exit 255 if $ARGV[-2] eq '10.0.0.8';
print "$ARGV[-1]\n", <STDIN>;
exit 1;
)"};
  Inventory inventory;
  inventory.hosts["far"] = make_host();
  inventory.hosts["dark"] = make_host({}, "10.0.0.8");
  RealPerformer performer{inventory};
  const auto ran = performer.perform({{"far"}, 5s, Exec{{"cat"}, {"text\n"}}});
  REQUIRE(ran);
  CHECK(ran->status == 1);
  CHECK(ran->out.ends_with(" exec 'timeout' '-k' '1' '5' 'cat'\ntext\n"));
  const auto filtered = performer.perform({{"far"}, 5s, Netfilter{{"add table x", "list x"}}});
  REQUIRE(filtered);
  CHECK_FALSE(filtered->ok);
  CHECK(filtered->out.ends_with("'nft' '-f' '-'\nadd table x\nlist x\n"));
  const auto dark = performer.perform({{"dark"}, 5s, Exec{{"true"}}});
  REQUIRE_FALSE(dark);
  CHECK(dark.error().text().find("dark") != std::string::npos);
  CHECK_FALSE(performer.perform({{"far"}, 5s, FileWrite{"/tmp/x", Text{"x"}}}));
}
