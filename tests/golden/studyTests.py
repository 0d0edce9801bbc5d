"""Golden values for the tests of studies, by scipy: an implementation that is not ours.

Run from the project's root, with scipy installed:
    python tests/golden/studyTests.py
Writes tests/golden/studyTests.json:
  tests: paired t test with its 95 % interval, and two one-sided tests (TOST) with their 90 % interval;
  holm: Holm's adjusted p, by its definition.
"""
import json
import pathlib
import random

from scipy import stats

here = pathlib.Path(__file__).parent
draw = random.Random(15)


def paired(values, margin):
    n = len(values)
    test = stats.ttest_1samp(values, 0)
    low, high = test.confidence_interval(0.95)
    inner = test.confidence_interval(0.90)
    above = stats.ttest_1samp(values, -margin, alternative='greater').pvalue
    below = stats.ttest_1samp(values, margin, alternative='less').pvalue
    return {
        'values': values,
        'margin': margin,
        'mean': sum(values) / n,
        'low': low,
        'high': high,
        'p': test.pvalue,
        'equivalence': {'low': inner[0], 'high': inner[1], 'p': max(above, below)},
    }


def holm(ps):
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    adjusted = [0.0] * len(ps)
    for rank, i in enumerate(order):
        adjusted[i] = min(1, max((len(ps) - k) * ps[order[k]] for k in range(rank + 1)))
    return {'ps': ps, 'adjusted': adjusted}


tests = [
    paired([draw.gauss(shift, 0.02) for _ in range(n)], margin)
    for n, shift, margin in [(2, 0.01, 0.02), (5, 0.03, 0.02), (5, 0, 0.02), (30, 0.005, 0.02), (30, -0.06, 0.02), (90, 0, 0.005)]
]
json.dump(
    {
        'tests': tests,
        'holm': [holm([draw.random() ** 4 for _ in range(n)]) for n in (1, 3, 12)] + [holm([0.01, 0.01, 0.04, 0.9])],
    },
    open(here / 'studyTests.json', 'w'),
    indent='\t',
)
