"""Writes test/golden/ops/ops.json: for every operator of src/graph/ops, its value and gradient from PyTorch in float64.

Run it with a Python that has PyTorch: python tools/golden-ops.py

A case has a name (test/graph/cases.ts builds the same with our operators), inputs, the value, and the gradient of
sum(cotangent * value) for each floating-point input; null where PyTorch says that none flows. All inputs are exact in
float32 too, so one file serves both precisions. Numbers depend on the case's name alone: adding a case changes no other.
"""

import json
import math
import pathlib
import zlib

import torch
import torch.nn.functional as F

cases = {}


class Numbers:
    """Seeded numbers of one case: multiples of 1/64, all different within one tensor, never zero."""

    def __init__(self, name):
        self.generator = torch.Generator().manual_seed(zlib.crc32(name.encode()))

    def real(self, *shape):
        """Between -2 and 2."""
        whole = torch.cat([torch.arange(-128, 0), torch.arange(1, 129)])
        order = torch.randperm(len(whole), generator=self.generator)[: math.prod(shape)]
        return (whole[order].double() / 64).reshape(shape)

    def positive(self, *shape):
        """Between 1/4 and 3."""
        order = torch.randperm(176, generator=self.generator)[: math.prod(shape)] + 16
        return (order.double() / 64).reshape(shape)

    def mask(self, *shape):
        return torch.randint(0, 2, shape, generator=self.generator).bool()


def array(tensor):
    names = {torch.float64: "float64", torch.int64: "int64", torch.bool: "bool"}
    data = tensor.detach().reshape(-1)
    data = data.int().tolist() if tensor.dtype == torch.bool else data.tolist()
    return {"type": names[tensor.dtype], "shape": list(tensor.shape), "data": data}


def case(name, function, inputs):
    """`inputs` maps the case's random numbers to its input tensors."""
    assert name not in cases, name
    numbers = Numbers(name)
    tensors = list(inputs(numbers))
    for tensor in tensors:
        if tensor.is_floating_point():
            assert torch.equal(tensor, tensor.float().double()), f"{name}: inputs must be exact in float32"
            tensor.requires_grad_()
    value = function(*tensors)
    entry = {"inputs": [array(tensor) for tensor in tensors], "value": array(value)}
    if value.requires_grad:
        cotangent = numbers.real(*value.shape)
        real = [tensor for tensor in tensors if tensor.is_floating_point()]
        found = iter(torch.autograd.grad((value * cotangent).sum(), real, allow_unused=True))
        gradients = [next(found) if tensor.is_floating_point() else None for tensor in tensors]
        entry["cotangent"] = cotangent.reshape(-1).tolist()
        # A normalised row of one element has no gradient; rounding in PyTorch leaves about 1e-13.
        gradients = [g * 0 if g is not None and g.abs().max() < 1e-12 else g for g in gradients]
        entry["gradients"] = [None if g is None else g.reshape(-1).tolist() for g in gradients]
    for tensor in [value] + [g for g in entry.get("gradients", []) if g is not None]:
        assert torch.isfinite(torch.as_tensor(tensor)).all(), f"{name}: not finite"
    cases[name] = entry


def whole(*values):
    return torch.tensor(values)


# Two inputs, elementwise.
pairs = {
    "equal shapes": ((2, 3), (2, 3)),
    "a row stretched over rows": ((2, 3), (3,)),
    "a column stretched over columns": ((2, 1), (2, 3)),
    "both sides stretched": ((3, 1), (1, 4)),
    "a scalar on the left": ((), (2, 3)),
    "a scalar on the right": ((2, 3), ()),
    "two scalars": ((), ()),
    "batch one": ((1, 3), (1, 3)),
    "rank 5": ((2, 1, 2, 1, 3), (2, 1, 2, 1)),
}
for pair, (left, right) in pairs.items():
    two = lambda n: (n.real(*left), n.real(*right))
    case(f"add, {pair}", torch.add, two)
    case(f"multiply, {pair}", torch.mul, two)
    case(f"subtract, {pair}", torch.sub, two)
    case(f"divide, {pair}", torch.div, lambda n: (n.real(*left), n.positive(*right)))
ties = torch.tensor([[1.0, 2.0, 3.0], [2.0, 2.0, 2.0]], dtype=torch.float64)
case("greater, ties and a stretched row", torch.gt, lambda n: (ties.clone(), whole(2.0, 2.0, 2.5).double()))
case("equal, ties and a stretched row", torch.eq, lambda n: (ties.clone(), whole(2.0, 2.0, 2.5).double()))
case("equal, whole numbers", torch.eq, lambda n: (whole(1, 2, 3), whole(1, 0, 3)))
case("greater, whole numbers", torch.gt, lambda n: (whole(1, 2, 3), whole(2)))
case("where, all of one shape", torch.where, lambda n: (n.mask(2, 3), n.real(2, 3), n.real(2, 3)))
case("where, all three stretched", torch.where, lambda n: (n.mask(2, 1, 1), n.real(3, 1), n.real(4)))
case("where, a scalar on either side", torch.where, lambda n: (n.mask(5), n.real(), n.real()))
case("where, rank 5", torch.where, lambda n: (n.mask(1, 2, 1, 2, 1), n.real(2, 1, 1, 2, 2), n.real(2, 1, 1)))

# One input, elementwise.
kinks = whole(-1.5, -0.0, 0.0, 1.5).double()
case("absolute", torch.abs, lambda n: (n.real(2, 3),))
case("absolute, at zero", torch.abs, lambda n: (kinks.clone(),))
# PyTorch gives sign a zero gradient; mpafer gives it none.
case("sign, zero among them", lambda x: torch.sign(x).detach(), lambda n: (kinks.clone(),))
case("negate", torch.neg, lambda n: (n.real(2, 2, 2),))
case("exp", torch.exp, lambda n: (n.real(2, 3),))
case("exp, far below and above", torch.exp, lambda n: (whole(-80.0, -1.0, 0.0, 20.0).double(),))
case("log", torch.log, lambda n: (n.positive(2, 3),))
case("log, near zero and large", torch.log, lambda n: (torch.tensor([2.0**-30, 2.0**30], dtype=torch.float64),))
case("sqrt", torch.sqrt, lambda n: (n.positive(2, 3),))
case("sqrt, near zero", torch.sqrt, lambda n: (torch.tensor([2.0**-20, 2.0**-9], dtype=torch.float64),))
case("sigmoid", torch.sigmoid, lambda n: (n.real(2, 3),))
case("silu", F.silu, lambda n: (n.real(2, 3),))
case("silu, saturated", F.silu, lambda n: (whole(-80.0, -20.0, 0.5, 20.0, 80.0).double(),))
case("silu's sigmoid", torch.sigmoid, lambda n: (n.real(2, 3),))
case("sigmoid, saturated", torch.sigmoid, lambda n: (whole(-80.0, -20.0, 0.5, 20.0, 80.0).double(),))
case("tanh", torch.tanh, lambda n: (n.real(1, 2, 3),))
case("tanh, saturated", torch.tanh, lambda n: (whole(-40.0, -5.0, 0.5, 5.0, 40.0).double(),))
case("erf", torch.erf, lambda n: (n.real(2, 3),))
case("erf, from nothing to saturated", torch.erf, lambda n: (whole(-7.0, -3.0, -0.5, 2.0**-20, 4.5, 30.0).double(),))
case("cast, to half precision and back", lambda x: x.half().double(), lambda n: (n.real(2, 3),))
case("cast, truth values to numbers", lambda c: c.double(), lambda n: (n.mask(2, 3),))
case("cast, whole numbers to numbers", lambda c: c.double(), lambda n: (whole(-3, 0, 7),))

# Softmax and its logarithm.
rows = {
    "rows": lambda n: (n.real(2, 5),),
    "rank 1": lambda n: (n.real(4),),
    "rank 4": lambda n: (n.real(2, 2, 2, 3),),
    "batch one": lambda n: (n.real(1, 4),),
    "one class": lambda n: (n.real(3, 1),),
    "constant rows": lambda n: (torch.full((2, 4), 0.75, dtype=torch.float64),),
    "logits of 10000": lambda n: (torch.tensor([[1e4, 1e4 - 1, -1e4], [-1e4, -1e4, -1e4 - 2]], dtype=torch.float64),),
    "one logit far above": lambda n: (torch.tensor([[0.0, 1e4, -1e4]], dtype=torch.float64),),
}
for kind, inputs in rows.items():
    case(f"softmax, {kind}", lambda x: torch.softmax(x, -1), inputs)
    case(f"logSoftmax, {kind}", lambda x: torch.log_softmax(x, -1), inputs)


# Layer normalisation, with epsilon 1e-5 inside the square root.
def layer_norm(x, scale, bias):
    return F.layer_norm(x, x.shape[-1:], scale, bias, 1e-5)


def centre(x, scale, bias):
    return x.mean(-1, keepdim=True)


def inverse(x, scale, bias):
    return (x.var(-1, unbiased=False, keepdim=True) + 1e-5).rsqrt()


def normal_inputs(*shape, scale=1.0, offset=0.0):
    return lambda n: (n.real(*shape) * scale + offset, n.real(shape[-1]), n.real(shape[-1]))


case("layerNorm, rows", layer_norm, normal_inputs(3, 8))
case("layerNorm, rank 1", layer_norm, normal_inputs(6))
case("layerNorm, rank 4", layer_norm, normal_inputs(2, 1, 2, 4))
case("layerNorm, batch one", layer_norm, normal_inputs(1, 4))
case("layerNorm, width one", layer_norm, normal_inputs(3, 1))
case("layerNorm, rows of tiny variance", layer_norm, normal_inputs(3, 8, scale=2.0**-10))
case("layerNorm, rows of vanishing variance", layer_norm, normal_inputs(2, 8, scale=2.0**-16))
case("layerNorm, tiny variance far from zero", layer_norm, normal_inputs(2, 8, scale=2.0**-6, offset=1.0))
case(
    "layerNorm, constant rows",
    layer_norm,
    lambda n: (torch.tensor([[0.5] * 4, [0.0] * 4], dtype=torch.float64), n.real(4), n.real(4)),
)
case("layerNorm's mean", centre, normal_inputs(2, 5))
case("layerNorm's inverse deviation", inverse, normal_inputs(2, 5))

# Sums, maxima, means.
for name, reduce in {"reduceSum": torch.sum, "reduceMax": torch.amax, "mean": torch.mean}.items():
    case(f"{name}, all axes", lambda x: reduce(x, (0, 1)), lambda n: (n.real(2, 3),))
    case(f"{name}, the last axis", lambda x: reduce(x, -1), lambda n: (n.real(2, 3),))
    case(f"{name}, the first axis, kept", lambda x: reduce(x, 0, keepdim=True), lambda n: (n.real(2, 3),))
    case(f"{name}, two axes of rank 5", lambda x: reduce(x, (1, 3)), lambda n: (n.real(2, 3, 1, 2, 2),))
    case(f"{name}, no axes", lambda x: x.clone(), lambda n: (n.real(2, 3),))
    case(f"{name}, over the batch", lambda x: reduce(x, 0), lambda n: (n.real(4, 3),))
case("reduceMax, ties share the gradient", lambda x: torch.amax(x, -1), lambda n: (ties.clone(),))
case("mean, batch and rows at once", torch.mean, lambda n: (n.real(4, 3),))
case("mean, batch of one", torch.mean, lambda n: (n.real(1, 3),))

# Products.
products = {
    "two matrices": ((2, 3), (3, 4)),
    "one row, one column": ((1, 3), (3, 1)),
    "inner length one": ((2, 1), (1, 3)),
    "a batch of matrices": ((2, 2, 3), (2, 3, 2)),
    "a batch times one matrix": ((2, 2, 3), (3, 2)),
    "one matrix times a batch": ((2, 3), (2, 3, 2)),
    "leading axes stretched on both sides": ((2, 1, 2, 3), (3, 3, 2)),
    "rank 5": ((1, 2, 2, 1, 3), (2, 1, 1, 3, 2)),
}
for kind, (left, right) in products.items():
    case(f"matMul, {kind}", torch.matmul, lambda n: (n.real(*left), n.real(*right)))
for rank, shape in {"rank 1": (3,), "rank 2": (2, 3), "rank 3": (2, 2, 3), "rank 4": (2, 1, 2, 3)}.items():
    case(f"linear out-in, {rank}", lambda x, w: x @ w.T, lambda n: (n.real(*shape), n.real(4, 3)))
    case(f"linear in-out, {rank}", lambda x, w: x @ w, lambda n: (n.real(*shape), n.real(3, 4)))
    biased = lambda n: (n.real(*shape), n.real(4, 3), n.real(4))
    case(f"linear out-in with a bias, {rank}", lambda x, w, b: x @ w.T + b, biased)
    biased = lambda n: (n.real(*shape), n.real(3, 4), n.real(4))
    case(f"linear in-out with a bias, {rank}", lambda x, w, b: x @ w + b, biased)
    outer = lambda a, b: a.reshape(-1, a.shape[-1]).T @ b.reshape(-1, b.shape[-1])
    case(f"contractRows, {rank}", outer, lambda n: (n.real(*shape), n.real(*shape[:-1], 2)))
case("linear of a multiple", lambda x, w, b: (0.375 * x) @ w.T + b, lambda n: (n.real(2, 2, 3), n.real(4, 3), n.real(4)))
case("linear of a multiple, without a bias", lambda x, w: (-2 * x) @ w, lambda n: (n.real(2, 3), n.real(3, 4)))
case("a multiple of linear", lambda x, w, b: 1.5 * (x @ w.T + b), lambda n: (n.real(2, 2, 3), n.real(4, 3), n.real(4)))
case("a multiple of linear of a multiple", lambda x, w, b: 1.5 * (0.25 * x @ w + b), lambda n: (n.real(2, 3), n.real(3, 4), n.real(4)))
case("linear, every row against every row of the batch", lambda x, w: x @ w.T, lambda n: (n.real(3, 4), n.real(3, 4)))

# Rearrangements.
case("reshape, axes merged", lambda x: x.reshape(2, 6), lambda n: (n.real(2, 2, 3),))
case("reshape, axes split", lambda x: x.reshape(2, 2, 1, 3), lambda n: (n.real(4, 3),))
case("reshape, a scalar to rank 5", lambda x: x.reshape(1, 1, 1, 1, 1), lambda n: (n.real(),))
case("reshape, the batch kept", lambda x: x.reshape(3, 2, 2), lambda n: (n.real(3, 4),))
case("transpose, the last two axes", lambda x: x.mT.clone(), lambda n: (n.real(2, 2, 3),))
case("transpose, three axes turned", lambda x: x.permute(2, 0, 1), lambda n: (n.real(2, 1, 3),))
case("transpose, rank 5", lambda x: x.permute(4, 2, 0, 1, 3), lambda n: (n.real(2, 1, 2, 3, 2),))
case("transpose, rank 1", lambda x: x.clone(), lambda n: (n.real(3),))
case("expand, a row", lambda x: x.expand(2, 3), lambda n: (n.real(3),))
case("expand, a scalar", lambda x: x.expand(2, 3), lambda n: (n.real(),))
case("expand, two axes of rank 5", lambda x: x.expand(2, 2, 1, 3, 2), lambda n: (n.real(2, 1, 1, 3, 1),))
case("expand, over the batch", lambda x, y: x.expand(3, 2) * y, lambda n: (n.real(2), n.real(3, 2)))
case("concat, rows", lambda a, b: torch.cat([a, b]), lambda n: (n.real(2, 3), n.real(1, 3)))
case("concat, three along the last axis", lambda *t: torch.cat(t, -1), lambda n: (n.real(2, 1), n.real(2, 2), n.real(2, 3)))
case("concat, rank 1", lambda a, b: torch.cat([a, b]), lambda n: (n.real(2), n.real(3)))
case("concat, rank 4", lambda a, b: torch.cat([a, b], 2), lambda n: (n.real(1, 2, 2, 2), n.real(1, 2, 1, 2)))
case("concat, one tensor twice", lambda a: torch.cat([a, a], 1), lambda n: (n.real(2, 2),))
case("slice, rows", lambda x: x[1:3], lambda n: (n.real(4, 2),))
case("slice, the last axis from its begin", lambda x: x[..., :2], lambda n: (n.real(2, 2, 3),))
case("slice, one element of the middle axis", lambda x: x[:, 1:2], lambda n: (n.real(2, 3, 2),))
case("pad, rows before and behind", lambda x: F.pad(x, (0, 0, 1, 2)), lambda n: (n.real(2, 3),))
case("pad, the last axis before", lambda x: F.pad(x, (2, 0)), lambda n: (n.real(1, 2, 2),))
case("zeros, added to", lambda x: x + torch.zeros(2, 3), lambda n: (n.real(2, 3),))
case("sumTo, rows and a kept axis", lambda x: x.sum((0, 2)).reshape(2, 1), lambda n: (n.real(2, 2, 3),))


def neighbours(x):
    """[B, H, W, D] to [B, H, W, 9 D] with unfold, whose columns iterate over channels first, then over the nine positions."""
    batch, height, width, depth = x.shape
    columns = F.unfold(x.permute(0, 3, 1, 2), 3, padding=1)
    return columns.reshape(batch, depth, 9, height, width).permute(0, 3, 4, 2, 1).reshape(batch, height, width, 9 * depth)


def gather_neighbours(x):
    batch, height, width, depth = x.shape
    columns = x.reshape(batch, height, width, 9, depth // 9).permute(0, 4, 3, 1, 2).reshape(batch, depth, height * width)
    return F.fold(columns, (height, width), 3, padding=1).permute(0, 2, 3, 1)


case("neighbours, two maps", neighbours, lambda n: (n.real(2, 3, 2, 2),))
case("neighbours, a single place", neighbours, lambda n: (n.real(1, 1, 1, 2),))
case("neighbours, a convolution", lambda x, w: neighbours(x) @ w.T, lambda n: (n.real(2, 2, 3, 2), n.real(4, 18)))
case("gatherNeighbours, two maps", gather_neighbours, lambda n: (n.real(2, 3, 2, 18),))
case("gatherNeighbours, a single row", gather_neighbours, lambda n: (n.real(1, 1, 4, 9),))

# Indexing.
case("gather, rows, one of them twice", lambda t, i: t[i], lambda n: (n.real(4, 3), whole(2, 0, 2)))
case("gather, indices of rank 2", lambda t, i: t[i], lambda n: (n.real(3, 2), whole([0, 2], [2, 1])))
case("gather, a single row", lambda t, i: t[i], lambda n: (n.real(3, 2), torch.tensor(1)))
case("gather, elements of a vector", lambda t, i: t[i], lambda n: (n.real(5), whole(4, 4, 0)))
case("gather, rows of rank 3", lambda t, i: t[i], lambda n: (n.real(3, 2, 2), whole(1, 2)))
case("gather, from one row", lambda t, i: t[i], lambda n: (n.real(1, 3), whole(0, 0)))
picks = lambda n: (n.real(3, 4), whole([0, 3], [1, 1], [2, 0]))
case("gatherElements, the last axis", lambda x, i: x.gather(1, i), picks)
case("gatherElements, the first axis", lambda x, i: x.gather(0, i), lambda n: (n.real(3, 2), whole([2, 0], [2, 1])))
case("gatherElements, rank 3", lambda x, i: x.gather(2, i), lambda n: (n.real(1, 2, 3), whole([[2], [0]])))


def scatter(indices, values):
    return torch.zeros(3, 4, dtype=torch.float64).scatter_add(1, indices, values)


def scatter_rows(indices, rows):
    flat = rows.reshape(-1, 2)
    return torch.zeros(4, 2, dtype=torch.float64).index_add(0, indices.reshape(-1), flat)


case("scatterElements, one place twice", scatter, lambda n: (whole([0, 3], [1, 1], [2, 0]), n.real(3, 2)))
case("scatterAdd, one row twice", scatter_rows, lambda n: (whole(1, 3, 1), n.real(3, 2)))
case("scatterAdd, indices of rank 2", scatter_rows, lambda n: (whole([0, 2], [2, 2]), n.real(2, 2, 2)))


def top(k):
    """Stable: ties go to the lower index."""
    return lambda x: torch.sort(x, dim=-1, descending=True, stable=True)[0][..., :k]


def top_indices(k):
    return lambda x: torch.sort(x, dim=-1, descending=True, stable=True)[1][..., :k]


level = torch.tensor([[1.0, 3.0, 3.0, 2.0, 3.0], [0.0, 0.0, 0.0, 0.0, 0.0]], dtype=torch.float64)
case("topK values, two of five", top(2), lambda n: (n.real(3, 5),))
case("topK values, all", top(4), lambda n: (n.real(4),))
case("topK values, one of rank 3", top(1), lambda n: (n.real(1, 2, 3),))
case("topK values, ties", top(2), lambda n: (level.clone(),))
case("topK values, one class", top(1), lambda n: (n.real(3, 1),))
case("topK indices, two of five", top_indices(2), lambda n: (n.real(3, 5),))
case("topK indices, ties", top_indices(4), lambda n: (level.clone(),))

target = pathlib.Path(__file__).parent.parent / "test/golden/ops/ops.json"
target.parent.mkdir(parents=True, exist_ok=True)
lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in cases.items()]
target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(f"{len(cases)} cases, {target.stat().st_size} bytes")
