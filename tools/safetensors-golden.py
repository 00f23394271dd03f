"""Writes test/golden/safetensors: small files from the reference writer, and half-precision values from NumPy and PyTorch.

    python tools/safetensors-golden.py        needs numpy, torch, safetensors
"""

import json
import pathlib

import numpy
import torch
from safetensors.numpy import save as save_arrays
from safetensors.torch import save as save_tensors

folder = pathlib.Path(__file__).parent.parent / "test/golden/safetensors"
folder.mkdir(parents=True, exist_ok=True)

arrays = {
    "b": numpy.ones((2,), numpy.float16),
    "a": numpy.array([-1, 0, 7], numpy.int8),
    "10": numpy.arange(3),
    "9": numpy.array([5]),
    "d": numpy.array(0.1),
    'é"': numpy.array([[1.5]], numpy.float32),
    "i": numpy.array([-9, 9], numpy.int32),
    "u": numpy.array([0, 255], numpy.uint8),
    "t": numpy.array([True, False, True]),
    "none": numpy.zeros((0, 3), numpy.float32),
}
# A single metadata key: the reference writes several in random order.
(folder / "every-type.safetensors").write_bytes(save_arrays(arrays, metadata={"ü": 'q"\n'}))
(folder / "empty.safetensors").write_bytes(save_arrays({}))

# Ties, the limits of the subnormal and normal ranges, and values that float64 -> float32 -> float16 would round twice.
values = [0.0, -0.0, 1.0, -2.5, 65504, 65519.99, 65520, -1e9, 2**-24, 2**-25, 2**-25 * 1.0000001, 3 * 2**-25, 2**-14, 2**-14 - 2**-25, 2**-14 - 2**-26,
          1 + 2**-11, 1 + 3 * 2**-11, 1 + 2**-11 + 2**-40, 1 + 2**-11 - 2**-40, 2049, 2051, 0.1, 1 / 3, 1e-7, 6e-8, 1e-320, float("inf"), float("-inf")]
random = numpy.random.default_rng(1)
values += list(random.standard_normal(200) * 10.0 ** random.integers(-9, 6, 200))
wide = numpy.array(values)
with numpy.errstate(over="ignore"):
    halves = wide.astype(numpy.float16)
    single_halves = wide.astype(numpy.float32).astype(numpy.float16)
brain = torch.tensor(wide).to(torch.bfloat16)
(folder / "half.safetensors").write_bytes(
    save_tensors(
        {
            "float64": torch.tensor(wide),
            "float16": torch.tensor(halves),
            "float16_from_float32": torch.tensor(single_halves),
            "bfloat16": brain,
            "bfloat16_as_float32": brain.to(torch.float32),
        }
    )
)
print(json.dumps({path.name: path.stat().st_size for path in sorted(folder.iterdir())}))
