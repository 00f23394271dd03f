"""Writes test/golden/explain/road.json: ROAD's linear imputation solved directly, and rank correlations, by numpy and scipy.

    python tools/golden/road-golden.py

needs numpy and scipy. The weights are 1/6 for neighbours at the sides and 1/12 at the corners, divided by those that are there at the border.
"""

import json
import pathlib

import numpy
from scipy.stats import kendalltau, spearmanr

random = numpy.random.default_rng(3)
side = 12
pixels = random.normal(size=(3, side, side)).astype("float32")
removed = numpy.zeros((side, side), dtype=int)
removed[0:8, 0:4] = 1  # at the border, two patches of 4 by 4
removed[4:8, 8:12] = 1
holes = numpy.argwhere(removed)
index = {tuple(hole): at for at, hole in enumerate(holes)}
matrix, right = numpy.eye(len(holes)), numpy.zeros((3, len(holes)))
for at, (y, x) in enumerate(holes):
    around = [(y + dy, x + dx, 1 / 12 if dx and dy else 1 / 6) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy]
    around = [(v, u, weight) for v, u, weight in around if 0 <= v < side and 0 <= u < side]
    total = sum(weight for *_, weight in around)
    for v, u, weight in around:
        if (v, u) in index:
            matrix[at, index[v, u]] -= weight / total
        else:
            right[:, at] += weight / total * pixels[:, v, u]
solved = pixels.astype(float)
for channel in range(3):
    solved[channel][removed == 1] = numpy.linalg.solve(matrix, right[channel])

a, b = random.integers(0, 6, 20), random.integers(0, 6, 20)
golden = pathlib.Path(__file__).parents[2] / "test/golden/explain/road.json"
golden.write_text(json.dumps(dict(
    side=side, pixels=pixels.flatten().tolist(), removed=removed.flatten().tolist(), solved=solved.flatten().tolist(),
    a=a.tolist(), b=b.tolist(), spearman=spearmanr(a, b).statistic, kendall=kendalltau(a, b).statistic,
)) + "\n")
print(len(holes), spearmanr(a, b).statistic, kendalltau(a, b).statistic)
