# SPDX-License-Identifier: Apache-2.0
"""check_schema.py SCHEMA SCORECARD...: exit 1 and say why where one does not fit."""
import json
import sys

import jsonschema


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    wrong = 0
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            scorecard = json.load(file)
        for error in validator.iter_errors(scorecard):
            print(f"{path}: {error.json_path}: {error.message}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
