"""Golden values for Aioli and DoReMi, from the papers' equations alone.

Run from the project's root, with numpy installed:
    python tests/golden/rivals.py
Writes tests/golden/rivals.json. All losses are multiples of 2^-14, so 32-bit numbers hold them.
  aioli   (2411.05735, Algorithms 1 and 2) falls [update][round][swept skill][skill] and the shares after each
          update; A solves Delta = A M^T by numpy's general solver
  doremi  (2305.10429, Algorithm 1) losses [update][skill][row], reference [skill][row]; alpha after each update
          and its mean
"""
import json
import pathlib

import numpy as np

rng = np.random.default_rng(1555)
grid = lambda values: np.round(np.asarray(values) * 2**14) / 2**14


def aioli(skills, rounds, updates, eta, focus, ema=None):
    falls = grid(rng.normal(0.05, 0.1, (updates, rounds, skills, skills)))
    mixtures = np.full((skills, skills), (1 - focus) / (skills - 1))
    np.fill_diagonal(mixtures, focus)
    shares, old, after = np.full(skills, 1 / skills), None, []
    for fall in falls:
        delta = fall.mean(axis=0).T  # [skill, swept]
        law = np.linalg.solve(mixtures, delta.T).T
        law = law - min(0, law.min())
        law = law / law.sum()
        if ema is not None:
            law = law if old is None else (1 - ema) * law + ema * old
            old = law
            shares = np.full(skills, 1 / skills)
        shares = shares * np.exp(eta * law.sum(axis=0))
        shares = shares / shares.sum()
        after.append(shares.tolist())
    settings = {'rounds': rounds, 'eta': eta, 'focus': focus, 'sweepSteps': 1, 'every': rounds * skills + 1}
    if ema is not None:
        settings |= {'update': 'average', 'ema': ema}
    return {'settings': settings, 'falls': falls.tolist(), 'shares': after}


def doremi(skills, rows, updates, eta, smoothing):
    reference = grid(rng.uniform(0.5, 3, (skills, rows)))
    losses = grid(reference + rng.normal(0.1, 0.5, (updates, skills, rows)))
    alpha, after = np.full(skills, 1 / skills), []
    for now in losses:
        excess = np.maximum(now - reference, 0).mean(axis=1)
        log = np.log(alpha) + eta * excess
        log -= np.logaddexp.reduce(log)
        alpha = (1 - smoothing) * np.exp(log) + smoothing / skills
        after.append(alpha)
    settings = {'mode': 'online', 'eta': eta, 'smoothing': smoothing, 'every': 1, 'rows': rows, 'pool': rows}
    return {
        'settings': settings,
        'reference': reference.tolist(),
        'losses': losses.tolist(),
        'shares': np.array(after).tolist(),
        'mean': np.mean(after, axis=0).tolist(),
    }


golden = {
    'aioli': [aioli(4, 2, 5, 2, 0.75), aioli(5, 3, 4, 0.7, 0.6), aioli(4, 2, 5, 1, 0.75, 0.1)],
    'doremi': [doremi(4, 6, 12, 1, 1e-4), doremi(3, 9, 8, 2.5, 1e-3)],
}
(pathlib.Path(__file__).parent / 'rivals.json').write_text(json.dumps(golden) + '\n')
