"""Writes test/golden/heads/reference.json: what few-shot heads say of a few faces, as NumPy and PyTorch compute it in float64.

    python tools/golden/heads-golden.py        needs torch
"""

import json
import pathlib

import numpy as np
import torch
from torch.nn.functional import cross_entropy, normalize

torch.set_default_dtype(torch.float64)


def task(seed, classes, width, counts, scale):
    rng = np.random.default_rng(seed)
    unit = lambda a: a / np.linalg.norm(a, axis=1, keepdims=True)
    texts = unit(rng.normal(size=(classes, width)))
    labels = [c for c in range(classes) for _ in range(counts[c])]
    centres = texts + 0.8 * unit(rng.normal(size=(classes, width)))
    support = unit(centres[labels] + 0.3 * rng.normal(size=(len(labels), width)))
    faces = unit(rng.normal(size=(5, width)))
    return dict(texts=texts, labels=labels, support=support, faces=faces, scale=scale)


def zero_shot(t):
    return t["scale"] * t["faces"] @ t["texts"].T


def tip_adapter(t, a=1.0, b=1.0):
    onehot = np.eye(len(t["texts"]))[t["labels"]]
    return zero_shot(t) + a * np.exp(-b * (1 - t["faces"] @ t["support"].T)) @ onehot


def tip_adapter_f(t, a=2.0, b=3.0):
    x, y, f = (torch.tensor(np.asarray(t[key])) for key in ("support", "labels", "faces"))
    texts = torch.tensor(t["texts"])
    keys = x.clone().requires_grad_()
    values = torch.nn.functional.one_hot(y, len(texts)).double()
    scores = lambda z: t["scale"] * z @ texts.T + a * torch.exp(-b * (1 - z @ keys.T)) @ values
    optimiser = torch.optim.AdamW([keys], lr=1e-3, eps=1e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, 20)
    for _ in range(20):
        loss = cross_entropy(scores(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return scores(f).detach().numpy()


def gda(t, a=1.0, uniform=False):
    x, y = t["support"], np.array(t["labels"])
    classes = len(t["texts"])
    counts = np.bincount(y, minlength=classes)
    mu = np.stack([x[y == c].mean(0) if counts[c] else np.zeros(x.shape[1]) for c in range(classes)])
    centred = x - mu[y]
    covariance = centred.T @ centred / (len(x) - 1)
    inverse = x.shape[1] * np.linalg.pinv((len(x) - 1) * covariance + np.trace(covariance) * np.eye(x.shape[1]))
    w = mu @ inverse
    priors = np.full(classes, 1 / classes) if uniform else counts / len(y)
    with np.errstate(divide="ignore"):
        b = np.where(counts > 0, np.log(priors) - (w * mu).sum(1) / 2, 0)
    return zero_shot(t) + a * (t["faces"] @ w.T + b)


def ss_text(t, plus=False):
    x, y = t["support"], np.array(t["labels"])
    n, counts = len(y), np.bincount(y, minlength=len(t["texts"]))
    w = t["texts"].copy()
    for c in range(len(w)):
        pull = 1 / n if plus else 1 / max(counts[c], 1)
        w[c] += t["scale"] * x[y == c].sum(0) / (n * pull)
    if plus:
        w = 2 * w - w.mean(0)
    return w / np.linalg.norm(w, axis=1, keepdims=True)


def lp_plus_plus(t):
    x, y, f, texts = (torch.tensor(np.asarray(t[key])) for key in ("support", "labels", "faces", "texts"))
    classes = len(texts)
    w = torch.stack([x[y == c].mean(0) if (y == c).any() else torch.zeros(x.shape[1]) for c in range(classes)]).requires_grad_()
    a = torch.full((classes,), float(t["scale"])).requires_grad_()
    rate = 4 * len(x) / torch.linalg.eigvalsh(x.T @ x)[-1]
    rate_a = len(x) / (4 * ((x @ texts.T) ** 2).sum(0).max())
    scores = lambda z: z @ w.T + a * (z @ texts.T)
    optimiser = torch.optim.SGD([w], lr=float(rate), momentum=0.9)
    for step in range(1, 301):
        loss = cross_entropy(scores(x), y)
        slope_w, slope_a = torch.autograd.grad(loss, [w, a])
        w.grad = slope_w
        optimiser.step()
        if step % 10 == 0:
            with torch.no_grad():
                a -= rate_a * slope_a
    return scores(f).detach().numpy()


def zs_lp(t, pull=False):
    x, y, f, texts = (torch.tensor(np.asarray(t[key])) for key in ("support", "labels", "faces", "texts"))
    s = t["scale"]
    w = (s * texts).clone().requires_grad_()
    p = torch.softmax(s * x @ texts.T, 1)
    l = torch.stack([p[y == c, c].mean() if (y == c).any() else torch.tensor(float("nan")) for c in range(len(texts))])
    l = torch.where(torch.isnan(l), l[~torch.isnan(l)].mean(), l)
    optimiser = torch.optim.SGD([w], lr=0.1, momentum=0.9)
    for _ in range(300):
        loss = cross_entropy(x @ w.T, y)
        if pull:
            loss = loss + (l * ((w / s - texts) ** 2).sum(1)).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return (f @ w.T).detach().numpy()


def anchored(t, last):
    x, y, texts = (torch.tensor(np.asarray(t[key])) for key in ("support", "labels", "texts"))
    s = t["scale"]
    counts = torch.bincount(y, minlength=len(texts)).double()
    q = 1 / (counts[y] * (counts > 0).sum())
    curvature = s * s * torch.linalg.eigvalsh(x.T @ (q[:, None] * x))[-1] / 2
    w = texts.clone()
    for tie in (30, 10, 3, 1, 0.3, 0.1, 0.03):
        if tie < last:
            break
        w = w.detach().requires_grad_()
        optimiser = torch.optim.SGD([w], lr=float(1 / (curvature + 2 * tie)), momentum=0.9)
        for _ in range(40):
            loss = (q * cross_entropy(s * x @ normalize(w, dim=1).T, y, reduction="none")).sum() + tie * ((w - texts) ** 2).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return normalize(w.detach(), dim=1).numpy()


def projection(t):
    x, y, f, texts = (torch.tensor(np.asarray(t[key])) for key in ("support", "labels", "faces", "texts"))
    s, n = t["scale"], len(y)
    start = torch.eye(x.shape[1])
    a = start.clone().requires_grad_()
    rate = 1 / (s * s * torch.linalg.eigvalsh(x.T @ x / n)[-1] / 2 + 2 / n)
    optimiser = torch.optim.SGD([a], lr=float(rate), momentum=0.9)
    scores = lambda z: s * normalize(z @ a.T, dim=1) @ texts.T
    for _ in range(300):
        loss = cross_entropy(scores(x), y) + ((a - start) ** 2).sum() / n
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return scores(f).detach().numpy()


tasks = {
    "four shots of each of three classes": task(1, 3, 6, [4, 4, 4], 24.6),
    "unequal shots, at the scale of OpenAI's models": task(2, 4, 10, [5, 1, 2, 3], 100),
    "a class without shots": task(3, 3, 5, [3, 0, 2], 10),
}
cases = []
for name, t in tasks.items():
    heads = {
        "zero-shot": zero_shot(t),
        "tip-adapter": tip_adapter(t),
        "tip-adapter-f": tip_adapter_f(t),
        "gda": gda(t),
        "gda, uniform": gda(t, 0.1, True),
        "ss-text": ss_text(t),
        "ss-text+": ss_text(t, True),
        "lp++": lp_plus_plus(t),
        "zs-lp": zs_lp(t),
        "clap": zs_lp(t, True),
        "projection": projection(t),
        "anchored, 1": anchored(t, 1),
        "anchored, 0.03": anchored(t, 0.03),
    }
    rounded = lambda a: [float(f"{v:.10g}") for v in np.asarray(a).ravel()]
    cases.append(
        {
            "name": name,
            "scale": t["scale"],
            "classes": len(t["texts"]),
            "width": t["texts"].shape[1],
            "labels": t["labels"],
            **{key: np.asarray(t[key]).ravel().tolist() for key in ("texts", "support", "faces")},
            "heads": {key: rounded(value) for key, value in heads.items()},
        }
    )
folder = pathlib.Path(__file__).parents[2] / "test/golden/heads"
folder.mkdir(parents=True, exist_ok=True)
(folder / "reference.json").write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
