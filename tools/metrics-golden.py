"""Writes test/golden/metrics/reference.json: scores by scikit-learn, McNemar's test, temperatures and paired bootstraps by
SciPy, prediction sets by NumPy.

    python tools/metrics-golden.py        needs numpy, scipy, scikit-learn
"""

import json
import pathlib
import warnings

import numpy
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from scipy.stats import binom, binomtest, bootstrap as scipy_bootstrap
from sklearn import metrics

warnings.simplefilter("ignore")
random = numpy.random.default_rng(7)


def predictions(n, classes, sharpness, labels=None):
    labels = random.integers(0, classes, n) if labels is None else numpy.asarray(labels)
    logits = random.standard_normal((n, classes))
    logits[numpy.arange(n), labels] += 1.2
    return labels, numpy.round(softmax(sharpness * logits, axis=1), 5)


def known(value):
    return None if numpy.isnan(value) else float(value)


def calibration_error(labels, probabilities, bins=15):
    confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
    edges = numpy.linspace(0, 1, bins + 1)
    error = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += inside.mean() * abs(confidence[inside].mean() - right[inside].mean())
    return float(error)


def case(name, labels, probabilities):
    n, classes = probabilities.shape
    predicted = probabilities.argmax(1)
    everything = numpy.arange(classes)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        labels, predicted, labels=everything, zero_division=numpy.nan
    )
    return {
        "name": name,
        "classes": classes,
        "labels": labels.tolist(),
        "probabilities": probabilities.ravel().tolist(),
        "war": float(metrics.accuracy_score(labels, predicted)),
        "uar": float(metrics.balanced_accuracy_score(labels, predicted)),
        "macroF1": float(metrics.f1_score(labels, predicted, average="macro")),
        "recall": [known(value) for value in recall],
        "precision": [known(value) for value in precision],
        "f1": [known(value) for value in f1],
        "support": support.tolist(),
        "confusion": metrics.confusion_matrix(labels, predicted, labels=everything).tolist(),
        "ece": calibration_error(labels, probabilities),
        "brier": float(metrics.brier_score_loss(labels, probabilities, labels=everything, scale_by_half=False)),
        "nll": float(metrics.log_loss(labels, probabilities, labels=everything)),
    }


cases = [
    case("seven classes", *predictions(240, 7, 1.0)),
    case("overconfident", *predictions(90, 5, 4.0)),
    case("a class without a face", *predictions(60, 5, 1.0, random.integers(0, 4, 60))),
]
# A class that is never predicted, ties (the first class wins), and certain predictions, right and wrong.
labels = numpy.array([0, 1, 2, 2, 1, 0, 2])
rows = [[0.5, 0.5, 0], [0.5, 0.5, 0], [0.4, 0.3, 0.3], [0, 1, 0], [0, 1, 0], [1, 0, 0], [0.2, 0.6, 0.2]]
cases.append(case("a class that is never predicted", labels, numpy.array(rows, float)))

temperatures = []
for scale in (0.3, 1.0, 5.0):
    labels = random.integers(0, 4, 80)
    logits = random.standard_normal((80, 4))
    logits[numpy.arange(80), labels] += 1.0
    logits = numpy.round(scale * logits, 4)

    def loss(log_temperature):
        return -log_softmax(logits / numpy.exp(log_temperature), axis=1)[numpy.arange(80), labels].mean()

    found = minimize_scalar(loss, bounds=(-5, 5), method="bounded", options={"xatol": 1e-10})
    temperatures.append(
        {
            "labels": labels.tolist(),
            "logits": logits.ravel().tolist(),
            "temperature": float(numpy.exp(found.x)),
            "loss": float(found.fun),
        }
    )

pairs = [(0, 0), (1, 0), (0, 5), (3, 9), (10, 10), (12, 40), (150, 90), (700, 820), (2400, 2600), (0, 3000)]
mcnemar = [[b, c, float(binomtest(b, b + c, 0.5).pvalue) if b + c else 1.0] for b, c in pairs]

# The bootstrap distribution of an accuracy is binomial, so its percentiles are known without sampling.
bootstrap = [
    [n, right, *(float(binom.ppf(tail, n, right / n) / n) for tail in (0.025, 0.975))]
    for n, right in ((50, 40), (400, 260), (1000, 905))
]


def strangeness(probabilities, kind):
    """[n, C]: 1 - p (LAC), or the probability of all classes that are more probable (APS without randomisation)."""
    if kind == "leastAmbiguous":
        return 1 - probabilities
    order = numpy.argsort(-probabilities, axis=1, kind="stable")
    ranked = numpy.take_along_axis(probabilities, order, 1)
    scores = numpy.empty_like(probabilities)
    numpy.put_along_axis(scores, order, numpy.minimum(numpy.cumsum(ranked, 1) - ranked, 1), 1)
    return scores


def conformal(kind, alpha, classes, faces):
    validation, other = predictions(faces, classes, 1.3), predictions(80, classes, 1.3)
    true = strangeness(validation[1], kind)[numpy.arange(faces), validation[0]]

    def quantile(scores):
        level = numpy.ceil((len(scores) + 1) * (1 - alpha)) / max(len(scores), 1)
        return float(numpy.quantile(scores, level, method="inverted_cdf")) if 0 < len(scores) and level <= 1 else 1.0

    threshold = quantile(true)
    sets = strangeness(other[1], kind) <= threshold + 1e-12
    own_thresholds = [quantile(true[validation[0] == label]) for label in range(classes)]
    own_sets = strangeness(other[1], kind) <= numpy.array(own_thresholds) + 1e-12
    held = sets[numpy.arange(80), other[0]]
    per_class = [held[other[0] == label] for label in range(classes)]
    return {
        "strangeness": kind,
        "alpha": alpha,
        "classes": classes,
        "validation": {"labels": validation[0].tolist(), "probabilities": validation[1].ravel().tolist()},
        "other": {"labels": other[0].tolist(), "probabilities": other[1].ravel().tolist()},
        "threshold": threshold,
        "sets": sets.astype(int).ravel().tolist(),
        "coverage": float(held.mean()),
        "meanSize": float(sets.sum(1).mean()),
        "sizes": numpy.bincount(sets.sum(1), minlength=classes + 1).tolist(),
        "classCoverage": [float(own.mean()) if len(own) else None for own in per_class],
        "classThresholds": own_thresholds,
        "classSets": own_sets.astype(int).ravel().tolist(),
    }


kinds = ("leastAmbiguous", "adaptive")
sets = [conformal(kind, alpha, 5, faces) for kind in kinds for alpha, faces in ((0.1, 99), (0.25, 60), (0.05, 12))]

# Two models on the same faces: SciPy's paired percentile bootstrap of the differences of WAR and UAR.
labels = numpy.concatenate([numpy.arange(4), random.integers(0, 4, 236)])
first = numpy.where(random.random(240) < 0.7, labels, random.integers(0, 4, 240))
second = numpy.where(random.random(240) < 0.5, first, numpy.where(random.random(240) < 0.85, labels, random.integers(0, 4, 240)))
faces = numpy.arange(240)
paired = {"labels": labels.tolist(), "first": first.tolist(), "second": second.tolist(), "classes": 4}
for name, score in (("war", metrics.accuracy_score), ("uar", metrics.balanced_accuracy_score)):
    difference = lambda drawn: score(labels[drawn], second[drawn]) - score(labels[drawn], first[drawn])
    found = scipy_bootstrap((faces,), difference, n_resamples=9999, method="percentile", vectorized=False, rng=1)
    interval = found.confidence_interval
    paired[name] = {"difference": float(difference(faces)), "interval": [float(interval.low), float(interval.high)], "deviation": float(found.standard_error)}

folder = pathlib.Path(__file__).parent.parent / "test/golden/metrics"
folder.mkdir(parents=True, exist_ok=True)
out = {"cases": cases, "temperatures": temperatures, "mcnemar": mcnemar, "bootstrap": bootstrap, "sets": sets, "paired": paired}
(folder / "reference.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
