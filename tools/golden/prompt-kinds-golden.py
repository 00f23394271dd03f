"""Writes test/golden/method/prompt-kinds.json: what is learned beside context and visual prompts, with gradients, as PyTorch computes it in float64.

    python tools/golden/prompt-kinds-golden.py        needs torch
"""

import json
import pathlib

import torch
from torch.nn.functional import normalize

torch.set_default_dtype(torch.float64)
torch.manual_seed(21)


def array(tensor):
    return {"shape": list(tensor.shape), "data": tensor.detach().flatten().tolist()}


def with_slopes(inputs, value):
    """Inputs, the value, a direction, and the slopes of <value, direction>."""
    direction = torch.randn_like(value)
    slopes = torch.autograd.grad((value * direction).sum(), list(inputs.values()))
    parts = {"value": array(value), "direction": array(direction), "inputs": {name: array(part) for name, part in inputs.items()}}
    return parts | {"slopes": {name: array(slope) for name, slope in zip(inputs, slopes)}}


def leaf(*shape, scale=1):
    return (scale * torch.randn(*shape)).requires_grad_()


def class_aware(classes, embedding, hidden, tokens, width):
    """The bottleneck of TCP: quick GELU between two linear maps without biases, on text features of unit length."""
    down, up = leaf(hidden, embedding), leaf(hidden, tokens * width, scale=0.3)
    hard = 3 * torch.randn(classes, embedding)
    units = normalize(hard, dim=-1) @ down.T
    rows = ((units * torch.sigmoid(1.702 * units)) @ up).unflatten(-1, (tokens, width))
    return {"hard": array(hard)} | with_slopes({"down": down, "up": up}, rows)


def low_rank(layers, rank, tokens, text, image, classes):
    """Deep prompts of both towers: the product of a factor over tokens, the same for both, with one over each width; the first is added to the context."""
    shared, words, faces = leaf(layers, rank, tokens), leaf(layers, rank, text), leaf(layers, rank, image)
    context = leaf(tokens, text)
    deep = torch.einsum("lrm,lrd->lmd", shared, words)
    first, later = context + deep[0], deep[1:].repeat_interleave(classes, 0)
    visual = torch.einsum("lrm,lrd->lmd", shared, faces)
    value = torch.cat([first.flatten(), later.flatten(), visual.flatten()])
    sizes = {"layers": layers, "rank": rank, "tokens": tokens, "text": text, "image": image, "classes": classes}
    return {"sizes": sizes} | with_slopes({"shared": shared, "words": words, "faces": faces, "context": context}, value)


def drift(classes, width):
    """Text features at unit length, without the mean of what they differ by from those of the hard prompts."""
    text, hard = leaf(classes, width), leaf(classes, width)
    own = normalize(text, dim=-1)
    return with_slopes({"text": text, "hard": hard}, own - (own - normalize(hard, dim=-1)).mean(0, keepdim=True))


def low_rank_weights(layers, rank, width, rows):
    """Query, key and value matrices of each layer, moved by B A / r, and applied to rows."""
    down, up = leaf(layers, 3, rank, width), leaf(layers, 3, width, rank)
    weights, biases, x = torch.randn(layers, 3, width, width), torch.randn(layers, 3, width), torch.randn(rows, width)
    moved = weights + up @ down / rank
    value = torch.einsum("nd,ljed->ljne", x, moved) + biases[:, :, None]
    return {"weights": array(weights), "biases": array(biases), "x": array(x)} | with_slopes({"down": down, "up": up}, value)


def transport(batch, patches, classes, width):
    """Sinkhorn's scaling of exp(-(1 - cos) / eps): rows of a class sum to 1, columns of a patch to C / N; ten rounds, gradients through all."""
    features, text = leaf(batch, patches, width), leaf(classes, width)
    cosines = normalize(text, dim=-1) @ normalize(features, dim=-1).transpose(1, 2)
    kernel = torch.exp(-(1 - cosines) / 0.1)
    left, right = 1 / kernel.sum(2), torch.ones(batch, patches)
    for _ in range(10):
        right = classes / patches / torch.einsum("bcn,bc->bn", kernel, left)
        left = 1 / torch.einsum("bcn,bn->bc", kernel, right)
    plan = left[:, :, None] * kernel * right[:, None]
    return {"plan": array(plan)} | with_slopes({"features": features, "text": text}, (plan * cosines).sum(2))


values = {
    "classAware": [class_aware(4, 10, 3, 2, 12), class_aware(1, 6, 1, 1, 4)],
    "lowRankWeights": [low_rank_weights(2, 2, 5, 3), low_rank_weights(1, 1, 4, 1)],
    "lowRank": [low_rank(3, 2, 4, 5, 6, 3), low_rank(1, 1, 1, 4, 3, 2)],
    "drift": [drift(4, 6), drift(1, 3)],
    "transport": [transport(2, 9, 4, 6), transport(1, 5, 7, 12), transport(3, 1, 2, 4)],
}
folder = pathlib.Path(__file__).parents[2] / "test/golden/method"
(folder / "prompt-kinds.json").write_text(json.dumps(values, separators=(",", ":")) + "\n")
