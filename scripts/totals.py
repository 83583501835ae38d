#!/usr/bin/env python3
"""Sums the Surefire and Failsafe reports of one run and prints one closing line: N passed, N failed, N skipped."""

import argparse
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("root", type=Path, help="the source tree")
    arguments.add_argument("--since", type=Path, required=True, help="a file made when the run began")
    arguments.add_argument("--skipped", type=Path, required=True, help="lines of what could not be set up")
    arguments.add_argument("--maven-exit", type=int, required=True, help="how Maven ended")
    options = arguments.parse_args()

    counts, failed, skipped = read_reports(options.root, options.since.stat().st_mtime_ns)
    skipped.update(options.skipped.read_text().splitlines())
    if skipped:
        print("\nSKIPPED, and why:")
        for reason, times in sorted(skipped.items()):
            print(f"  {reason}" + (f" ({times} tests)" if times > 1 else ""))
    if failed:
        print("\nFAILED:")
        for failure in failed:
            print(f"  {failure}")
    if options.maven_exit and not failed:
        print("\nMaven failed outside the tests; its errors are above.")
    if options.maven_exit:
        print("\nModules that Maven left out because of a failure are marked SKIPPED in its summary above.")
    ran = counts["passed"] + counts["failed"]
    if not ran:
        print("\nNo test ran.")
    print(f"\n{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] or not ran else 0


def read_reports(root: Path, since_ns: int) -> tuple[Counter, list[str], Counter]:
    counts, failed, skipped = Counter(), [], Counter()
    for report in sorted(root.glob("**/target/*-reports/TEST-*.xml")):
        if report.stat().st_mtime_ns < since_ns:
            continue
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            name = f"{case.get('classname')}.{case.get('name')}"
            omission = case.find("skipped")
            failure = next((case.find(kind) for kind in ("failure", "error") if case.find(kind) is not None), None)
            if failure is not None:
                counts["failed"] += 1
                failed.append(f"{name}: {first_words(failure)}")
            elif omission is not None:
                counts["skipped"] += 1
                skipped[omission.get("message") or f"{name}, without a reason"] += 1
            else:
                counts["passed"] += 1
    return counts, failed, skipped


def first_words(failure: ElementTree.Element) -> str:
    message = " ".join((failure.get("message") or failure.text or failure.get("type") or "").split())
    return message if len(message) <= 160 else message[:157] + "..."


if __name__ == "__main__":
    sys.exit(main())
