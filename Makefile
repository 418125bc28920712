# The verbs. Everything is built by CMake and Ninja; see CONTRIBUTING.md.
#   make demo    raise two regions, lose one, judge the recovery (build/demo/scorecard.html)
#   make test    build and run every test
#   make check   sanitizers, format, static analysis and a short fuzz
#   make tsan    the threaded parts under the thread sanitizer
#   make bench   how fast and how late; ARGS="--full" for all of it, ARGS=--realtime, ARGS=60
#   make sim     random drills, SEEDS=100000 of them; SEED=17 shows one
#   make fuzz    hostile input, SECONDS=60 for each target
#   make fmt     format every source file; make lint checks all of them
#   make lab     raise the two regions and leave them up (build/gameday lab down)
#   make install to DESTDIR and PREFIX

PREFIX ?= /usr/local
DESTDIR ?=
ARGS ?=
SECONDS ?= 60
SEEDS ?= 100000
SEED ?=

generate = cmake -S . -G Ninja --log-level=WARNING -DGAMEDAY_WERROR=ON
gcc = $(generate) -DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=RelWithDebInfo
# Sanitizers do not need the optimizer, whose work takes longer than the tests do.
clang = $(generate) -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_BUILD_TYPE=Debug \
  -DCMAKE_CXX_FLAGS_DEBUG='-O0 -g1'
asan = $(clang) -B build-check -DGAMEDAY_SANITIZE=address,undefined -DGAMEDAY_FUZZ=ON
threaded = world record measure run lab
benches = $(patsubst tests/bench/%_bench.cpp,bench_%,$(wildcard tests/bench/*_bench.cpp))

# Objects are found again in the cache wherever the tree lies.
export CCACHE_BASEDIR = $(CURDIR)
export CCACHE_NOHASHDIR = 1
export ASAN_OPTIONS = external_symbolizer_path=/usr/bin/llvm-symbolizer-19
export UBSAN_OPTIONS = print_stacktrace=1
export TSAN_OPTIONS = external_symbolizer_path=/usr/bin/llvm-symbolizer-19

.PHONY: all setup setup-tests build demo test check tsan bench sim fuzz fmt lint lab clean install
.NOTPARALLEL:

all: build

setup:
	@tools/setup

setup-tests: setup
	@tools/setup-tests

build: setup
	@$(gcc) -B build
	@ninja -C build gameday

demo: build
	@tools/demo

test: setup-tests
	@$(gcc) -B build
	@ninja -C build
	@tools/run-tests build

check: setup-tests
	@$(asan)
	@ninja -C build-check gameday unit_tests fuzzers
	@tools/lint --changed build-check
	@tools/run-tests build-check -L unit
	@tools/fuzz build-check 15

# The parts that have threads, under the thread sanitizer.
tsan: setup
	@$(clang) -B build-tsan -DGAMEDAY_SANITIZE=thread
	@ninja -C build-tsan gameday $(threaded:%=test_%)
	@tools/run-tests build-tsan -L threaded

lint: setup
	@$(asan)
	@ninja -C build-check gameday unit_tests
	@tools/lint build-check

fmt: setup
	@tools/sources | xargs -0 clang-format-19 -i

bench: build
	@ninja -C build benches
	@for bench in $(benches); do printf '\n%s %s\n' $$bench '$(ARGS)'; build/tests/$$bench $(ARGS) || exit; done
	@[ $$(id -u) -ne 0 ] || { printf '\nbench_cut as an ordinary user\n'; \
	  tools/as-user build/gameday build/tests/bench_cut; }

sim: setup
	@$(gcc) -B build
	@ninja -C build test_sim
	@GAMEDAY_SIM_SEEDS=$(SEEDS) GAMEDAY_SIM_SEED=$(SEED) build/tests/test_sim --no-version

fuzz: setup
	@$(clang) -B build-fuzz -DCMAKE_CXX_FLAGS_DEBUG='-O1 -g1' \
	  -DGAMEDAY_SANITIZE=address,undefined -DGAMEDAY_FUZZ=ON -DGAMEDAY_TESTS=OFF
	@ninja -C build-fuzz fuzzers
	@tools/fuzz build-fuzz $(SECONDS)

lab: build
	@build/gameday lab up

install:
	@$(gcc) -B build-install -DGAMEDAY_WERROR=OFF -DGAMEDAY_TESTS=OFF -DCMAKE_INSTALL_PREFIX=$(PREFIX)
	@ninja -C build-install gameday
	@DESTDIR=$(DESTDIR) cmake --install build-install --prefix $(PREFIX)

clean:
	rm -rf build build-check build-tsan build-fuzz build-install
