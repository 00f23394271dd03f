"""Writes test/golden/nn/reference.json: layers, optimisers and schedules as PyTorch computes them, in float64.

    python tools/golden/nn-golden.py        needs torch
"""

import json
import math
import pathlib

import torch
from torch.nn.functional import gelu, scaled_dot_product_attention
from torch.optim import SGD, AdamW, lr_scheduler

torch.set_default_dtype(torch.float64)
torch.manual_seed(3)


def array(tensor):
    return {"shape": list(tensor.shape), "data": tensor.detach().flatten().tolist()}


def slope(function, points):
    points = points.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(function(points).sum(), [points])
    return gradient


points = torch.tensor([-1e3, -40, -8, -5.5, -3, -1, -0.5, -1e-3, -1e-9, 0, 1e-9, 1e-3, 0.5, 1, 2.5, 3, 5.5, 8, 40, 1e3])
quick = lambda x: x * torch.sigmoid(1.702 * x)
activations = {"points": array(points)}
activations |= {name: {"value": array(f(points)), "slope": array(slope(f, points))} for name, f in (("gelu", gelu), ("quickGelu", quick))}


def attention(heads, width, length, extras, causal):
    """Rows attend to themselves and to extra rows, shared by all items, which attend to nothing."""
    weights = {name: {"weight": torch.randn(width, width) / width**0.5, "bias": 0.3 * torch.randn(width)} for name in ("query", "key", "value", "output")}
    x = torch.randn(2, length, width, requires_grad=True)
    extra = torch.randn(extras, width, requires_grad=True)
    apply = lambda rows, name: rows @ weights[name]["weight"].T + weights[name]["bias"]
    split = lambda rows: rows.unflatten(-1, (heads, -1)).transpose(1, 2)
    seen = torch.cat([x, extra.expand(2, -1, -1)], 1)
    mask = torch.ones(length, length + extras, dtype=torch.bool)
    if causal:
        mask[:, :length] = mask[:, :length].tril()
    mixed = scaled_dot_product_attention(split(apply(x, "query")), split(apply(seen, "key")), split(apply(seen, "value")), mask)
    y = apply(mixed.transpose(1, 2).flatten(2), "output")
    direction = torch.randn_like(y)
    slopes = torch.autograd.grad((y * direction).sum(), [x, extra])
    case = {"heads": heads, "causal": causal, "weights": {name: {kind: array(part) for kind, part in layer.items()} for name, layer in weights.items()}}
    case |= {"x": array(x), "extra": array(extra), "y": array(y), "direction": array(direction)}
    return case | {"slopes": {"x": array(slopes[0]), "extra": array(slopes[1])}}


attentions = [attention(2, 8, 5, 0, False), attention(2, 8, 5, 0, True), attention(4, 8, 4, 3, False), attention(1, 6, 1, 2, False)]


def ten_steps(make, rates, limit):
    """Two parameter arrays with gradients of very different norms, clipped together."""
    start = [torch.randn(5), torch.randn(2, 3)]
    learned = [part.clone().requires_grad_() for part in start]
    optimiser = make(learned)
    gradients, norms = [], []
    for step, rate in enumerate(rates):
        for group in optimiser.param_groups:
            group["lr"] = rate
        own = [torch.randn(5) * 10 ** (step % 3 - 1), 0.1 * torch.randn(2, 3)]
        gradients.append([array(part) for part in own])
        for part, gradient in zip(learned, own):
            part.grad = gradient.clone()
        norms.append(torch.nn.utils.clip_grad_norm_(learned, limit).item())
        optimiser.step()
    return {"start": [array(p) for p in start], "gradients": gradients, "rates": rates, "limit": limit, "norms": norms, "end": [array(p) for p in learned]}


rates = [0.001, 0.1, 0.09, 0.08, 0.05, 0.04, 0.03, 0.02, 0.01, 0.005]
groups = lambda parts: [{"params": parts[:1], "weight_decay": 0.2}, {"params": parts[1:], "weight_decay": 0.0}]
optimisers = {
    "sgd": ten_steps(lambda parts: SGD(parts, lr=1, momentum=0.9, weight_decay=5e-4), rates, 1.0),
    "plainSgd": ten_steps(lambda parts: SGD(parts, lr=1), rates, 1e9),
    "adamw": ten_steps(lambda parts: AdamW(groups(parts), lr=1, betas=(0.9, 0.98), eps=1e-6), rates, 2.0),
}


def schedule(peak, steps, warmup, constant):
    optimiser = SGD([torch.nn.Parameter(torch.zeros(1))], lr=peak)
    rise = lr_scheduler.ConstantLR(optimiser, constant / peak, warmup) if constant else lr_scheduler.LinearLR(optimiser, 1 / warmup, 1, warmup - 1)
    fall = lr_scheduler.CosineAnnealingLR(optimiser, steps - warmup)
    both = lr_scheduler.SequentialLR(optimiser, [rise, fall], [warmup])
    rates = []
    for _ in range(steps):
        rates.append(both.get_last_lr()[0])
        optimiser.step()
        both.step()
    return {"peak": peak, "steps": steps, "warmup": warmup, **({"warmupRate": constant} if constant else {}), "rates": rates}


schedules = [schedule(0.032, 20, 4, 1e-5), schedule(0.032, 20, 4, None), schedule(0.002, 7, 1, 1e-5)]
assert math.isclose(schedules[1]["rates"][3], 0.032)

folder = pathlib.Path(__file__).parents[2] / "test/golden/nn"
folder.mkdir(parents=True, exist_ok=True)
reference = {"activations": activations, "attentions": attentions, "optimisers": optimisers, "schedules": schedules}
(folder / "reference.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n")
