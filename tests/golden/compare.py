"""Golden values of paired tests, by scipy.

Run from the project's root, with numpy and scipy installed:
    python tests/golden/compare.py
Writes tests/golden/compare.json: p values of McNemar's exact test (binomtest) and of Wilcoxon's signed ranks.
"""
import json
import pathlib

import numpy as np
from scipy.stats import binomtest, wilcoxon

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(92)
mcnemar = [
    [gained, lost, binomtest(gained, gained + lost, 0.5).pvalue]
    for gained, lost in [(0, 1), (3, 0), (12, 3), (1, 9), (40, 25), (300, 210), (7, 7), (51_000, 50_000)]
]
cases = []
for n, digits in [(5, 6), (17, 6), (50, 6), (51, 6), (20, 1), (400, 1), (3000, 6)]:
    differences = np.round(rng.normal(0.2, 1, n), digits)
    signed = differences[differences != 0]
    exact = len(signed) <= 50 and len(np.unique(np.abs(signed))) == len(signed)
    p = wilcoxon(signed, method='exact' if exact else 'asymptotic', correction=False).pvalue
    cases.append([differences.tolist(), float(p)])
(here / 'compare.json').write_text(json.dumps({'mcnemar': mcnemar, 'wilcoxon': cases}) + '\n')
