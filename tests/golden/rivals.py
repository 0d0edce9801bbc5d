"""Golden values for Aioli, DoReMi, RHO-LOSS and mSFT, from the papers' equations alone.

Run from the project's root, with numpy installed:
    python tests/golden/rivals.py
Writes tests/golden/rivals.json. All losses are multiples of 2^-14, so 32-bit numbers hold them.
  aioli   (2411.05735, Algorithms 1 and 2) falls [update][round][swept skill][skill] and the shares after each
          update; A solves Delta = A M^T by numpy's general solver
  doremi  (2305.10429, Algorithm 1) losses [update][skill][row], reference [skill][row]; alpha after each update
          and its mean
  rho     (2206.07137, Algorithm 1) losses and irreducible losses [skill][row]; the chosen rows, best first
  msft    (2603.21606) a loss c + a exp(-n / tau) + b n of each skill after n batches of it; a run that returns to
          a checkpoint at the best step of the skill that overfits first, without that skill; stages of `length` steps
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


def rho(skills, rows, batch):
    losses, least = grid(rng.uniform(0, 3, (2, skills, rows)))
    order = np.argsort(-(losses - least), axis=None)[:batch]
    return {
        'losses': losses.tolist(),
        'irreducible': least.tolist(),
        'chosen': [list(map(int, np.unravel_index(i, losses.shape))) for i in order],
    }


def msft(total, every, rise, laws, length=None):
    loss = lambda i, n: grid(laws[i][0] + laws[i][1] * np.exp(-n / laws[i][2]) + laws[i][3] * n)
    active, seen, start, excluded = list(range(len(laws))), np.zeros(len(laws)), 0, []
    while len(active) > 1 and start < total:
        # One run from the checkpoint, whose evaluations count from there on.
        n, evaluations, checkpoints = seen.copy(), [], {start: seen}
        end = min(total, start + (length or total))
        for step in range(start, end + 1):
            if step % every == 0 or step == total:
                evaluations.append((step, [loss(i, n[i]) for i in range(len(laws))]))
                checkpoints[step] = n.copy()
            n[active] += 1 / len(active)
        best = {i: min(evaluations, key=lambda one: one[1][i]) for i in active}
        risen = [i for i in active if evaluations[-1][1][i] > best[i][1][i] * (1 + rise)]
        if not risen:
            start, seen = end, checkpoints[end]
            continue
        first = min(risen, key=lambda i: best[i][0])
        start = best[first][0]
        seen = checkpoints[start]
        active.remove(first)
        excluded.append({'skill': f's{first}', 'step': start})
    settings = {'every': every, 'rise': rise} | ({'budget': length} if length else {})
    return {'settings': settings, 'total': total, 'laws': laws, 'excluded': excluded}


golden = {
    'aioli': [aioli(4, 2, 5, 2, 0.75), aioli(5, 3, 4, 0.7, 0.6), aioli(4, 2, 5, 1, 0.75, 0.1)],
    'doremi': [doremi(4, 6, 12, 1, 1e-4), doremi(3, 9, 8, 2.5, 1e-3)],
    'rho': rho(4, 6, 6),
    'msft': [
        msft(200, 10, 0.05, [[0.2, 2, 9, 0.02], [0.5, 2, 20, 0.01], [0.3, 1, 40, 0.001], [1, 1, 5, 0.03]]),
        msft(150, 5, 0.01, [[0.4, 3, 12, 0.004], [0.2, 2, 6, 0.006], [0.6, 1, 15, 0.02]]),
        msft(200, 10, 0.05, [[0.2, 2, 9, 0.02], [0.5, 2, 20, 0.01], [0.3, 1, 40, 0.001], [1, 1, 5, 0.03]], 30),
        msft(200, 10, 0, [[0.2, 2, 9, 0.02], [0.5, 2, 20, 0.01], [0.3, 1, 40, 0.001], [1, 1, 5, 0.03]], 20),
    ],
}
(pathlib.Path(__file__).parent / 'rivals.json').write_text(json.dumps(golden) + '\n')
