"""The loop of every reference reader: a case on each line of the input, a difference on a line of the output."""
import json
import sys


def compare_each(difference, refusals=Exception):
    """`difference(record)`: what the package finds otherwise, or None. `refusals`: how it refuses a file."""
    for line in sys.stdin:
        case = json.loads(line)
        refused = False
        try:
            what = difference(case["record"])
        except refusals as error:
            refused = True
            what = f"refuses it: {type(error).__name__} {str(error)[:200]}"
        if what:
            print(json.dumps({"case": case["case"], "refused": refused, "what": what[:600]}))
