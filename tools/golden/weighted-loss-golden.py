"""Writes test/golden/method/weighted-loss.json: cross-entropy with class weights and its gradient as PyTorch computes them, in float64.

    python tools/golden/weighted-loss-golden.py        needs torch
"""

import json
import pathlib

import torch
from torch.nn.functional import cross_entropy

torch.set_default_dtype(torch.float64)
torch.manual_seed(11)


def case(name, batch, classes, scale, weights, soft=False):
    logits = (scale * torch.randn(batch, classes)).requires_grad_()
    weights = torch.tensor(weights, dtype=torch.float64)
    if soft:
        targets = torch.softmax(2 * torch.randn(batch, classes), 1)
        # PyTorch divides soft targets by the batch size; here, as for hard targets, by the sum of weights in the batch.
        loss = cross_entropy(logits, targets, weight=weights, reduction="sum") / (targets * weights).sum()
    else:
        labels = torch.randint(classes, (batch,))
        targets = torch.nn.functional.one_hot(labels, classes).double()
        loss = cross_entropy(logits, labels, weight=weights)
    (slope,) = torch.autograd.grad(loss, [logits])
    parts = {"logits": logits, "targets": targets, "slope": slope}
    flat = {key: value.detach().flatten().tolist() for key, value in parts.items()}
    return {"name": name, "shape": [batch, classes], "weights": weights.tolist(), "loss": loss.item(), **flat}


def effective_number(counts, beta):
    """Cui et al. 2019, scaled to mean 1."""
    weights = (1 - beta) / (1 - torch.pow(beta, torch.tensor(counts, dtype=torch.float64)))
    return (weights / weights.mean()).tolist()


cases = [
    case("seven classes of a real set's imbalance", 16, 7, 3, effective_number([4772, 1982, 1290, 281, 717, 705, 2524], 0.999)),
    case("one image", 1, 4, 1, [0.1, 5, 1, 2]),
    case("a weight a thousand times another", 8, 3, 2, [1000, 1, 1]),
    case("logits that would overflow", 4, 3, 900, [1, 2, 3]),
    case("soft targets", 6, 5, 2, [0.5, 1, 1.5, 2, 4], soft=True),
]
numbers = [{"counts": counts, "beta": beta, "weights": effective_number(counts, beta)} for counts, beta in (([100, 10, 1], 0.9), ([4772, 281, 717], 0.999))]
folder = pathlib.Path(__file__).parents[2] / "test/golden/method"
folder.mkdir(parents=True, exist_ok=True)
(folder / "weighted-loss.json").write_text(json.dumps({"cases": cases, "effectiveNumbers": numbers}, separators=(",", ":")) + "\n")
