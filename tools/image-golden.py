"""Writes test/golden/image: images resized by Pillow, and CLIP's preprocessing with Pillow and torchvision's rules for size and crop.

    python tools/image-golden.py        needs numpy, pillow, safetensors
"""

import pathlib

import numpy
from PIL import Image
from safetensors.numpy import save

folder = pathlib.Path(__file__).parent.parent / "test/golden/image"
folder.mkdir(parents=True, exist_ok=True)
random = numpy.random.default_rng(3)


def picture(width, height):
    """Half noise, which exposes every weight, and half hard edges, which overshoot."""
    noise = random.integers(0, 256, (height, width, 3))
    edges = 255 * (random.random((height, width, 1)) > 0.5)
    return numpy.where(numpy.arange(width)[None, :, None] * 2 < width, noise, edges).astype(numpy.uint8)


resizes = [
    # width, height, new width, new height, box
    (17, 11, 17, 11, None),
    (17, 11, 34, 22, None),
    (17, 11, 5, 3, None),
    (17, 11, 40, 4, None),
    (17, 11, 17, 30, None),
    (17, 11, 9, 11, None),
    (48, 48, 64, 64, None),
    (61, 45, 16, 16, None),
    (1, 1, 6, 5, None),
    (2, 60, 3, 7, None),
    (90, 2, 7, 3, None),
    (3, 3, 1, 1, None),
    (30, 20, 12, 12, (3, 2, 21, 17)),
    (30, 20, 24, 24, (3.3, 2.7, 21.1, 17.9)),
    (30, 20, 7, 20, (4, 0, 30, 20)),
    (30, 20, 30, 9, (0, 1, 30, 20)),
    (30, 20, 26, 20, (4, 0, 30, 20)),
    (30, 20, 8, 8, (29.25, 19.25, 30, 20)),
]
tensors = {}
for index, (width, height, new_width, new_height, box) in enumerate(resizes):
    pixels = picture(width, height)
    result = Image.fromarray(pixels).resize((new_width, new_height), Image.Resampling.BICUBIC, box=box)
    tensors[f"{index}.input"] = pixels
    tensors[f"{index}.output"] = numpy.asarray(result)
    tensors[f"{index}.box"] = numpy.array(box or (0, 0, width, height), numpy.float64)
(folder / "resize.safetensors").write_bytes(save(tensors, metadata={"count": str(len(resizes))}))


def preprocess(image, size):
    width, height = image.size
    short, long = min(width, height), max(width, height)
    new_long = int(size * long / short)  # torchvision.transforms.functional._compute_resized_output_size
    new_size = (size, new_long) if width <= height else (new_long, size)
    image = image.resize(new_size, Image.Resampling.BICUBIC)
    left = int(round((new_size[0] - size) / 2.0))  # torchvision.transforms.functional.center_crop
    top = int(round((new_size[1] - size) / 2.0))
    image = image.crop((left, top, left + size, top + size))
    values = numpy.asarray(image).astype(numpy.float32) / numpy.float32(255)
    mean = numpy.array([0.48145466, 0.4578275, 0.40821073], numpy.float32)
    deviation = numpy.array([0.26862954, 0.26130258, 0.27577711], numpy.float32)
    return ((values - mean) / deviation).transpose(2, 0, 1).copy()


cases = [(48, 48, 32), (48, 48, 56), (64, 41, 32), (41, 64, 32), (37, 50, 24), (50, 37, 25), (33, 35, 32), (35, 33, 32), (20, 90, 16), (24, 25, 24), (24, 27, 24), (29, 24, 24)]
tensors = {}
for index, (width, height, size) in enumerate(cases):
    pixels = picture(width, height)
    tensors[f"{index}.input"] = pixels
    tensors[f"{index}.output"] = preprocess(Image.fromarray(pixels), size)
(folder / "preprocess.safetensors").write_bytes(save(tensors, metadata={"count": str(len(cases))}))
print({path.name: path.stat().st_size for path in sorted(folder.iterdir())})
