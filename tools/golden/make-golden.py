"""Writes one folder of reference numbers for `npm run golden` (layout: docs/golden.md), from an independent PyTorch reference in float64.

    python tools/golden/make-golden.py FOLDER [--seed 1 --vision-layers 3 ...] --case "k=5 depth=2 shared" --case "pa=l1"

needs torch, transformers and safetensors. Weights are Hugging Face's CLIPModel, then roughened: every bias, norm scale and
embedding gets noise, so that no term is zero or one by chance. Towers and objective are written out plainly, prompts appended and dropped as the
method says; the towers are compared with CLIPModel's own outputs before anything is saved.
"""

import argparse
import json
import math
import pathlib
import shlex

import torch
from reference_clip import encode_image, encode_text, hugging_face_config, openai_names, random_clip
from reference_objective import LOSSES, cosines, objective
from safetensors.torch import save_file
from torch.nn.functional import normalize

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--names", choices=["both", "hf", "openai"], default="both", help="under whose names the weights are written")
    parser.add_argument("--stored", choices=["float32", "float16", "bfloat16"], default="float32", help="type of the stored weights")
    parser.add_argument("--activation", choices=["quick_gelu", "gelu"], default="quick_gelu")
    parser.add_argument("--epsilon", type=float, default=1e-5)
    sizes = dict(image=24, patch=8, vision_layers=2, vision_width=32, vision_heads=2, vision_hidden=64, text_layers=2, text_width=32)
    sizes |= dict(text_heads=2, text_hidden=64, positions=16, vocabulary=120, embedding=24, classes=5, batch=2, context=3, prompts=2)
    for name, size in sizes.items():
        parser.add_argument("--" + name.replace("_", "-"), type=int, default=size)
    parser.add_argument("--length", type=int, help="T, at most the positions")
    parser.add_argument("--special-first", action="store_true", help="start and end are ids 1 and 3 instead of the two largest")
    parser.add_argument("--case", action="append", default=[], help="words of k=, w_local=, tau=, scale=, pa=, proto=, beta=, gamma=, depth=, shared, words")
    return parser.parse_args()


def make_case(w, a, meta, case, hard_token_ids, hard_tokens, hard_text):
    table = w["text_model.embeddings.token_embedding.weight"]
    shape = (a.context,) if case["shared"] else (a.classes, a.context)
    if case.pop("words"):
        context = table[torch.randint(4, a.vocabulary - 2, shape)]
    else:
        context = 0.02 * torch.randn(*shape, a.text_width)
    prompts = 0.02 * torch.randn(case["depth"], a.prompts, a.vision_width)
    pixels = torch.randn(a.batch, 3, a.image, a.image)
    given = dict(
        context=context, visual_prompts=prompts, pixels=pixels, labels=torch.randint(a.classes, (a.batch,)), hard_token_ids=hard_token_ids,
        prototypes=3 * torch.randn(a.classes, a.embedding), hard_tokens=hard_tokens, hard_text=hard_text,
        step_pixels=torch.randn(10, a.batch, 3, a.image, a.image), step_labels=torch.randint(a.classes, (10, a.batch)),
    )
    peak, warm = 0.032, 2
    rates = [1e-3] * warm + [peak * (1 + math.cos(math.pi * step / (10 - warm))) / 2 for step in range(10 - warm)]
    given["step_learning_rates"] = torch.tensor(rates)

    learned = [context.clone().requires_grad_(), prompts.clone().requires_grad_()]
    values = objective(w, a, meta, case, given, *learned, pixels, given["labels"])
    slopes = torch.autograd.grad(values["loss"], learned)
    assert all(slope.norm() > 0 for slope in slopes)

    optimiser = torch.optim.SGD(learned, lr=1, momentum=0.9, weight_decay=5e-4)
    curve = []
    for step, rate in enumerate(rates):
        optimiser.param_groups[0]["lr"] = rate
        optimiser.zero_grad()
        parts = objective(w, a, meta, case, given, *learned, given["step_pixels"][step], given["step_labels"][step])
        parts["loss"].backward()
        length = torch.nn.utils.clip_grad_norm_(learned, 1.0)
        curve.append([*(parts[name].item() for name in LOSSES), length.item()])
        optimiser.step()
    return given | values | dict(
        grad_context=slopes[0], grad_visual_prompts=slopes[1], step_curve=torch.tensor(curve),
        final_context=learned[0], final_visual_prompts=learned[1],
    )


def read_case(text, a):
    case = dict(k=5, scale=100.0, w_local=1.0, tau=0.07, pa="contrastive", proto="cosine", beta=1.0, gamma=1.0, shared=False, depth=a.vision_layers, words=False)
    for word in shlex.split(text):
        key, _, value = word.partition("=")
        case[key] = type(case[key])(value) if value else True
    return case


def save(tensors, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.detach().contiguous().clone() for name, tensor in tensors.items()}, path)


def main():
    a = arguments()
    torch.manual_seed(a.seed)
    start, end = (1, 3) if a.special_first else (a.vocabulary - 2, a.vocabulary - 1)
    length = a.length or a.positions
    model = random_clip(a, start, end)
    w = model.state_dict()

    words = lambda count: torch.randint(4, a.vocabulary - 2, (count,)).tolist()
    sentence = lambda: [start, *words(int(torch.randint(2, length - 3, ()))), end]
    rows = [sentence() for _ in range(a.classes)]
    token_ids = torch.tensor([row + [0] * (length - len(row)) for row in rows])
    ends = torch.tensor([row.index(end) for row in rows])
    table = w["text_model.embeddings.token_embedding.weight"]
    pixels = torch.randn(a.batch, 3, a.image, a.image)
    image, patches = encode_image(w, a, pixels)
    text = encode_text(w, a, table[token_ids], ends)
    logits = w["logit_scale"].exp() * cosines(image, text)

    theirs = model(input_ids=token_ids, pixel_values=pixels)
    their_rows = model.vision_model.post_layernorm(theirs.vision_model_output.last_hidden_state) @ w["visual_projection.weight"].T
    pairs = dict(logits=(logits, theirs.logits_per_image), patches=(patches, their_rows[:, 1:]))
    pairs |= dict(image=(normalize(image, dim=-1), theirs.image_embeds), text=(normalize(text, dim=-1), theirs.text_embeds))
    for name, (own, their) in pairs.items():
        error = ((own - their).norm() / their.norm()).item()
        print(f"{name:8} differs from CLIPModel by {error:.1e}")
        assert error < 1e-12, name

    stored = {name: weight.to(getattr(torch, a.stored)) for name, weight in w.items() if not name.endswith("position_ids")}
    if a.names != "openai":
        save(stored, a.folder / "hf/model.safetensors")
        (a.folder / "hf/config.json").write_text(json.dumps(hugging_face_config(model.config), indent=1) + "\n")
    if a.names != "hf":
        save(openai_names(stored, a), a.folder / "openai.safetensors")
    save(dict(pixels=pixels, token_ids=token_ids, image_embeds=image, patch_embeds=patches, text_embeds=text, logits_per_image=logits), a.folder / "towers.safetensors")

    special = dict(sot=start, eot=end, dot=7)
    names = [words(1 + index % 3) for index in range(a.classes)]
    meta = dict(note="reference values in float64", seed=a.seed, **special, name_token_ids=names)
    meta |= dict(context_tokens=a.context, visual_prompts=a.prompts, sequence_length=length, cases=[])
    hard_tokens = torch.stack([table[row[1 : row.index(end)]].mean(0) for row in rows])
    for index, text_of_case in enumerate(a.case or [""]):
        case = read_case(text_of_case, a)
        values = make_case(w, a, meta, case, token_ids, hard_tokens, text)
        file = f"objective-{index}.safetensors"
        save(values, a.folder / file)
        meta["cases"].append(special | dict(T=length) | case | dict(file=file, loss=values["loss"].item()))
        print(file, text_of_case, {name: round(values[name].item(), 4) for name in LOSSES})
    (a.folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n")


main()
