"""Golden values for ADO's fit of L(n) = eps + beta n^-alpha, by scipy: an implementation that is not ours.

Run from the project's root, with numpy and scipy installed:
    python tests/golden/powerLaw.py
Writes tests/golden/powerLaw.json: per case counts and noisy losses, and the lowest sum of Huber's loss
(delta 1e-3) on log L - log L(n) that L-BFGS-B and then Nelder-Mead find from a grid of 125 starts, with the
bounds of the policy (alpha 0.001 to 0.8, eps up to the lowest loss); and L(n), and the learning speed alpha beta
n^-alpha / n with alpha of at least 0.05, at the last n.
"""
import json
import pathlib

import numpy as np
from scipy.optimize import minimize

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(2410)
delta = 1e-3


def fit(n, losses):
    x = np.log(n) - np.log(n).mean()
    y = np.log(losses)
    low = y.min()

    def objective(point):
        first, eps, alpha = point
        r = np.abs(y - np.logaddexp(first - alpha * x, eps))
        return np.where(r > delta, delta * (r - delta / 2), r * r / 2).sum() * 1e4

    bounds = [(None, None), (None, low), (0.001, 0.8)]
    best = None
    for part in (0.01, 0.2, 0.5, 0.8, 0.99):
        for alpha in (0.02, 0.2, 0.4, 0.6, 0.79):
            for shift in (-2, -1, 0, 1, 2):
                start = [y.mean() + shift, low + np.log(part), alpha]
                found = minimize(objective, start, method='L-BFGS-B', bounds=bounds)
                if best is None or found.fun < best.fun:
                    best = found
    for _ in range(4):
        again = minimize(
            objective, best.x, method='Nelder-Mead', bounds=bounds,
            options={'xatol': 1e-12, 'fatol': 1e-14, 'maxiter': 20000, 'maxfev': 20000},
        )
        if again.fun < best.fun:
            best = again
    first, eps, alpha = best.x
    scale = np.exp(first + alpha * np.log(n).mean())
    return best.fun / 1e4, np.exp(eps), scale, alpha


cases = []
for index in range(8):
    n = 32.0 * np.arange(3, 3 + rng.integers(12, 40))
    eps, beta, alpha = rng.uniform(0.05, 2), rng.uniform(0.5, 20), rng.uniform(0.15, 0.75)
    noise = rng.normal(0, [0, 0.002, 0.02, 0.08][index % 4], len(n))
    losses = np.round((eps + beta * n**-alpha) * np.exp(noise), 7)
    value, irreducible, scale, exponent = fit(n, losses)
    last = n[-1]
    cases.append({
        'counts': n.tolist(),
        'losses': losses.tolist(),
        'objective': value,
        'last': irreducible + scale * last**-exponent,
        'speed': max(exponent, 0.05) * scale * last**-exponent / last,
    })
(here / 'powerLaw.json').write_text(json.dumps(cases) + '\n')
