"""Writes test/golden/metrics/reference.json: scores by scikit-learn, McNemar's test and temperatures by SciPy.

    python tools/metrics-golden.py        needs numpy, scipy, scikit-learn
"""

import json
import pathlib
import warnings

import numpy
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from scipy.stats import binom, binomtest
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
# A class that is never predicted, equal probabilities (the first wins) and certain answers, right and wrong.
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

# The bootstrap distribution of an accuracy is binomial, so that its percentiles are known without drawing.
bootstrap = [
    [n, right, *(float(binom.ppf(tail, n, right / n) / n) for tail in (0.025, 0.975))]
    for n, right in ((50, 40), (400, 260), (1000, 905))
]

folder = pathlib.Path(__file__).parent.parent / "test/golden/metrics"
folder.mkdir(parents=True, exist_ok=True)
out = {"cases": cases, "temperatures": temperatures, "mcnemar": mcnemar, "bootstrap": bootstrap}
(folder / "reference.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
