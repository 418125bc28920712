#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A fault in Python: a number in a settings file is set, and what stood there is put back.

The file is the program's first word, the level one of `params`. What `capture` prints comes back as
`captured`; a revert that the timer calls gets no input, so what it needs lies beside the file.
See docs/command-faults.md.
"""
import json
import os
import sys


def read(path):
    with open(path, encoding="utf-8") as stream:
        return stream.read().strip()


def write(path, text):
    with open(path + ".new", "w", encoding="utf-8") as stream:
        stream.write(text + "\n")
    os.replace(path + ".new", path)


def main():
    path, word = sys.argv[1:3]
    before = path + ".before"
    text = sys.stdin.read()
    asked = json.loads(text) if text else {}
    if word == "capture":
        print(json.dumps({"level": read(path)}))
    elif word == "apply":
        write(before, asked["captured"]["level"])
        write(path, str(asked["params"]["level"]))
    elif word == "verify":
        now = read(path)
        if now == str(asked["params"]["level"]):
            state = "in_force"
        else:
            state = "gone" if now == asked["captured"]["level"] else "foreign"
        print(json.dumps({"state": state}))
    elif word == "revert":
        if os.path.exists(before):
            write(path, read(before))
            os.remove(before)
    else:
        sys.exit(f"unknown word: {word}")


main()
