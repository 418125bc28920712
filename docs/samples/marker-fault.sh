#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A fault in shell: a marker file makes a service refuse work. It needs no more of the JSON on its
# standard input than it wants to. See docs/command-faults.md.
set -eu
marker=$1
shift
case $1 in
  capture) echo '{}' ;;
  apply) touch -- "$marker" ;;
  verify) if [ -e "$marker" ]; then echo '{"state":"in_force"}'; else echo '{"state":"gone"}'; fi ;;
  revert) rm -f -- "$marker" ;;
  *)
    echo "unknown word: $1" >&2
    exit 2
    ;;
esac
