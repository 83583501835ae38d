#!/usr/bin/env python3
"""Writes what the Glue door needs of AWS's model of the API: operations, shapes and constraints, no prose.

usage: scripts/glue/model.py [BOTOCORE_FOLDER] > metastore-server/glue-api/src/main/resources/io/propolis/glue/model/glue.json

BOTOCORE_FOLDER is the package "botocore" of PyPI, unpacked or installed; without it, the installed one is taken.
compat-tests check that the file is what this makes of the botocore that they run.
"""

import gzip
import json
import pathlib
import sys

KEPT = ("type", "required", "members", "member", "key", "value", "min", "max", "pattern", "enum")


def name(reference):
    return reference["shape"]


def shape(whole):
    kept = {key: whole[key] for key in KEPT if key in whole}
    if "members" in kept:
        kept["members"] = {member: name(of) for member, of in whole["members"].items()}
        if not kept.get("required"):
            kept.pop("required", None)
    for part in ("member", "key", "value"):
        if part in kept:
            kept[part] = name(kept[part])
    for mark in ("document", "union", "fault"):
        if whole.get(mark):
            kept[mark] = True
    if whole.get("timestampFormat"):
        kept["timestampFormat"] = whole["timestampFormat"]
    return kept


def operation(whole):
    kept = {}
    for part in ("input", "output"):
        if part in whole:
            kept[part] = name(whole[part])
    kept["errors"] = [name(error) for error in whole.get("errors", [])]
    return kept


def lines(named):
    return ",\n".join(
        f"{json.dumps(key)}:{json.dumps(named[key], separators=(',', ':'))}" for key in sorted(named)
    )


def main():
    if len(sys.argv) > 1:
        folder = pathlib.Path(sys.argv[1])
    else:
        import botocore

        folder = pathlib.Path(botocore.__file__).parent
    with gzip.open(folder / "data/glue/2017-03-31/service-2.json.gz") as file:
        model = json.load(file)
    operations = {key: operation(each) for key, each in model["operations"].items()}
    shapes = {key: shape(each) for key, each in model["shapes"].items()}
    print('{"operations":{\n' + lines(operations) + '\n},\n"shapes":{\n' + lines(shapes) + "\n}}")


main()
