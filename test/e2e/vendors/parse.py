"""Parses SQL: `parse.py DIALECT` reads a list of statements, and says the kind of each. It fails for one that is no SQL."""

import json
import logging
import sys

import sqlglot

logging.disable(logging.WARNING)  # of what it does not know, which is told below
kinds = [type(sqlglot.parse_one(statement, read=sys.argv[1])).__name__ for statement in json.load(sys.stdin)]
print(json.dumps(["unknown" if kind == "Command" else kind for kind in kinds]))
