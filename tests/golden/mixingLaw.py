"""Golden values for RegMix's laws, by scikit-learn, LightGBM and scipy: implementations that are not ours.

Run from the project's root, with scikit-learn, lightgbm and scipy installed:
    python tests/golden/mixingLaw.py
Writes tests/golden/mixingLaw.json: per case the mixes, losses and other mixes, and predictions of
  linear: sklearn's LinearRegression, on the other mixes;
  trees: sklearn's GradientBoostingRegressor with max_leaf_nodes (grown leaf by leaf), on the mixes;
  lightgbm: LGBMRegressor with one bin per value, on the mixes (float32 gradients);
  exponential: scipy's least_squares on c + exp(t q), the best of many starts, on the other mixes.
"""
import json
import pathlib

import lightgbm
import numpy as np
from scipy.optimize import least_squares
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import LinearRegression

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(2407)


def exponential(x, y, other):
    def predict(point, at):
        return point[0] + np.exp(at @ point[1:])

    bounds = ([0] + [-np.inf] * x.shape[1], np.inf)
    fits = []
    for part in np.linspace(0.05, 0.95, 10):
        slopes = np.linalg.lstsq(x, np.log(y - part * y.min()), rcond=None)[0]
        start = np.concatenate([[part * y.min()], slopes])
        fits.append(
            least_squares(
                lambda p: predict(p, x) - y, start, bounds=bounds, xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=10000
            )
        )
    return predict(min(fits, key=lambda fit: fit.cost).x, other)


cases = []
for groups, n, rounds, rate, leaves, rows in [(3, 40, 30, 0.1, 4, 3), (7, 64, 60, 0.1, 8, 5), (5, 24, 20, 0.3, 3, 2)]:
    x = rng.dirichlet(np.ones(groups), n)
    other = rng.dirichlet(np.ones(groups), 8)
    slopes = rng.normal(0, 1.5, groups)
    y = 0.6 + np.exp(x @ slopes - 0.5) + 0.01 * rng.normal(size=n)
    trees = GradientBoostingRegressor(
        n_estimators=rounds, learning_rate=rate, max_leaf_nodes=leaves, max_depth=None, min_samples_leaf=rows,
    ).fit(x, y)
    gbm = lightgbm.LGBMRegressor(
        n_estimators=rounds, learning_rate=rate, num_leaves=leaves, min_child_samples=rows, min_data_in_bin=1,
        min_child_weight=0, max_bin=255, verbosity=-1,
    ).fit(x, y)
    cases.append({
        'mixes': x.tolist(),
        'losses': y.tolist(),
        'other': other.tolist(),
        'settings': {'rounds': rounds, 'rate': rate, 'leaves': leaves, 'rows': rows},
        'linear': LinearRegression().fit(x, y).predict(other).tolist(),
        'trees': trees.predict(x).tolist(),
        'lightgbm': gbm.predict(x).tolist(),
        'exponential': exponential(x, y, other).tolist(),
    })
(here / 'mixingLaw.json').write_text(json.dumps(cases) + '\n')
