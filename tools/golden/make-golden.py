"""Writes one folder of reference numbers for `npm run golden` (layout: docs/golden.md), from an own PyTorch reference in float64.

    python tools/golden/make-golden.py FOLDER [--seed 1 --vision-layers 3 ...] --case "k=5 depth=2 shared" --case "pa=l1"

needs torch, transformers and safetensors. Weights are Hugging Face's CLIPModel, then roughened: every bias, norm scale and
embedding gets noise, so that no term is zero or one by chance. The towers here are written out plainly, prompts appended and dropped as the
method says, and compared with CLIPModel's own outputs before anything is saved.
"""

import argparse
import json
import math
import pathlib
import shlex

import torch
from safetensors.torch import save_file
from torch.nn.functional import cross_entropy, layer_norm, log_softmax, normalize
from transformers import CLIPConfig, CLIPModel

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


# --- the model -------------------------------------------------------------------------------------------------------


def random_clip(a, start, end):
    config = CLIPConfig(
        projection_dim=a.embedding,
        text_config=dict(
            vocab_size=a.vocabulary, hidden_size=a.text_width, intermediate_size=a.text_hidden, num_hidden_layers=a.text_layers,
            num_attention_heads=a.text_heads, max_position_embeddings=a.positions, hidden_act=a.activation, projection_dim=a.embedding,
            layer_norm_eps=a.epsilon, bos_token_id=start, eos_token_id=end, pad_token_id=0,
        ),
        vision_config=dict(
            hidden_size=a.vision_width, intermediate_size=a.vision_hidden, num_hidden_layers=a.vision_layers, image_size=a.image,
            num_attention_heads=a.vision_heads, patch_size=a.patch, hidden_act=a.activation, projection_dim=a.embedding, layer_norm_eps=a.epsilon,
        ),
    )
    config._attn_implementation = "sdpa"  # the other one takes its softmax in float32
    model = CLIPModel(config).eval().requires_grad_(False)
    for name, weight in model.named_parameters():
        if name == "logit_scale":
            weight.copy_(torch.tensor(2.3))
        elif weight.ndim == 1:
            weight.add_(0.1 * torch.randn_like(weight))
        elif "embedding" not in name:
            weight.copy_(torch.randn_like(weight) / math.sqrt(weight.shape[1]))
        # What is stored is exactly what is computed with.
        weight.copy_(weight.to(getattr(torch, a.stored)).double())
    return model


def attend(rows, w, prefix, heads, mask):
    """Multi-head attention of rows [B, N, D] among themselves, head by head."""
    query, key, value = (rows @ w[f"{prefix}.{name}_proj.weight"].T + w[f"{prefix}.{name}_proj.bias"] for name in "qkv")
    size = rows.shape[-1] // heads
    mixed = []
    for head in range(heads):
        own = slice(head * size, (head + 1) * size)
        scores = query[..., own] @ key[..., own].transpose(1, 2) / math.sqrt(size)
        mixed.append(torch.softmax(scores if mask is None else scores.masked_fill(mask, -math.inf), -1) @ value[..., own])
    return torch.cat(mixed, -1) @ w[f"{prefix}.out_proj.weight"].T + w[f"{prefix}.out_proj.bias"]


def norm(rows, w, name, epsilon):
    return layer_norm(rows, rows.shape[-1:], w[f"{name}.weight"], w[f"{name}.bias"], epsilon)


def block(rows, w, prefix, heads, a, mask=None):
    rows = rows + attend(norm(rows, w, f"{prefix}.layer_norm1", a.epsilon), w, f"{prefix}.self_attn", heads, mask)
    hidden = norm(rows, w, f"{prefix}.layer_norm2", a.epsilon) @ w[f"{prefix}.mlp.fc1.weight"].T + w[f"{prefix}.mlp.fc1.bias"]
    hidden = hidden * torch.sigmoid(1.702 * hidden) if a.activation == "quick_gelu" else hidden * 0.5 * (1 + torch.erf(hidden / math.sqrt(2)))
    return rows + hidden @ w[f"{prefix}.mlp.fc2.weight"].T + w[f"{prefix}.mlp.fc2.bias"]


def encode_image(w, a, pixels, prompts=()):
    """[B, 3, S, S] to global [B, E] and patches [B, N, E]. prompts[l] [Np, D] are appended at the input of layer l, their outputs dropped."""
    side = a.image // a.patch
    kernel = w["vision_model.embeddings.patch_embedding.weight"]
    cells = [pixels[:, :, y * a.patch : (y + 1) * a.patch, x * a.patch : (x + 1) * a.patch] for y in range(side) for x in range(side)]
    patches = torch.stack([torch.einsum("bcij,dcij->bd", cell, kernel) for cell in cells], 1)
    first = w["vision_model.embeddings.class_embedding"].expand(len(pixels), 1, -1)
    rows = torch.cat([first, patches], 1) + w["vision_model.embeddings.position_embedding.weight"]
    rows = norm(rows, w, "vision_model.pre_layrnorm", a.epsilon)
    count = rows.shape[1]
    for layer in range(a.vision_layers):
        if layer < len(prompts):
            rows = torch.cat([rows, prompts[layer].expand(len(rows), -1, -1)], 1)
        rows = block(rows, w, f"vision_model.encoder.layers.{layer}", a.vision_heads, a)[:, :count]
    rows = norm(rows, w, "vision_model.post_layernorm", a.epsilon) @ w["visual_projection.weight"].T
    return rows[:, 0], rows[:, 1:]


def encode_text(w, a, embeddings, ends):
    """[C, T, D] token embeddings without positions, and each row's end, to [C, E]."""
    length = embeddings.shape[1]
    mask = torch.ones(length, length, dtype=torch.bool).triu(1)
    rows = embeddings + w["text_model.embeddings.position_embedding.weight"][:length]
    for layer in range(a.text_layers):
        rows = block(rows, w, f"text_model.encoder.layers.{layer}", a.text_heads, a, mask)
    rows = norm(rows, w, "text_model.final_layer_norm", a.epsilon)
    return rows[torch.arange(len(rows)), ends] @ w["text_projection.weight"].T


def openai_names(w, a):
    renamed = {
        "logit_scale": w["logit_scale"],
        "visual.conv1.weight": w["vision_model.embeddings.patch_embedding.weight"],
        "visual.class_embedding": w["vision_model.embeddings.class_embedding"],
        "visual.positional_embedding": w["vision_model.embeddings.position_embedding.weight"],
        "visual.proj": w["visual_projection.weight"].T,
        "token_embedding.weight": w["text_model.embeddings.token_embedding.weight"],
        "positional_embedding": w["text_model.embeddings.position_embedding.weight"],
        "text_projection": w["text_projection.weight"].T,
    }
    norms = {"visual.ln_pre": "vision_model.pre_layrnorm", "visual.ln_post": "vision_model.post_layernorm", "ln_final": "text_model.final_layer_norm"}
    for tower, own, layers in (("vision_model", "visual.transformer", a.vision_layers), ("text_model", "transformer", a.text_layers)):
        for layer in range(layers):
            here, there = f"{own}.resblocks.{layer}", f"{tower}.encoder.layers.{layer}"
            norms |= {f"{here}.ln_1": f"{there}.layer_norm1", f"{here}.ln_2": f"{there}.layer_norm2"}
            norms |= {f"{here}.mlp.c_fc": f"{there}.mlp.fc1", f"{here}.mlp.c_proj": f"{there}.mlp.fc2", f"{here}.attn.out_proj": f"{there}.self_attn.out_proj"}
            for kind in ("weight", "bias"):
                renamed[f"{here}.attn.in_proj_{kind}"] = torch.cat([w[f"{there}.self_attn.{name}_proj.{kind}"] for name in "qkv"])
    for here, there in norms.items():
        for kind in ("weight", "bias"):
            renamed[f"{here}.{kind}"] = w[f"{there}.{kind}"]
    return renamed


# --- the objective ---------------------------------------------------------------------------------------------------


def cosines(x, y):
    return normalize(x, dim=-1) @ normalize(y, dim=-1).T


def contrastive(soft, hard, tau):
    """Mean over classes d of -log softmax over soft classes c of cos(soft_c, hard_d) / tau."""
    return -log_softmax(cosines(soft, hard) / tau, 0).diagonal().mean()


def objective(w, a, meta, case, given, context, prompts, pixels, labels):
    table = w["text_model.embeddings.token_embedding.weight"]
    embed = lambda ids: table[torch.tensor(ids, dtype=torch.long)]
    sequences, means, ends = [], [], []
    for index, name in enumerate(meta["name_token_ids"]):
        rows = torch.cat([context if context.ndim == 2 else context[index], embed([*name, meta["dot"]])])
        padding = [0] * (meta["sequence_length"] - len(rows) - 2)
        sequences.append(torch.cat([embed([meta["sot"]]), rows, embed([meta["eot"], *padding])]))
        means.append(rows.mean(0))
        ends.append(1 + len(rows))
    soft_tokens = torch.stack(means)
    soft_text = encode_text(w, a, torch.stack(sequences), torch.tensor(ends))

    image_global, image_patches = encode_image(w, a, pixels, prompts)
    global_similarity = cosines(image_global, soft_text)
    per_patch = normalize(image_patches, dim=-1) @ normalize(soft_text, dim=-1).T
    local_similarity = per_patch.sort(dim=1, descending=True).values[:, : case["k"]].mean(1)
    logits = case["scale"] * (global_similarity + case["w_local"] * local_similarity)
    classification = cross_entropy(logits, labels)

    token_alignment = contrastive(soft_tokens, given["hard_tokens"], case["tau"])
    soft, hard = normalize(soft_text, dim=-1), normalize(given["hard_text"], dim=-1)
    prompt_alignment = {
        "contrastive": lambda: contrastive(soft_text, given["hard_text"], case["tau"]),
        "l1": lambda: (soft - hard).abs().mean(),
        "cosine": lambda: (1 - (soft * hard).sum(-1)).mean(),
    }[case["pa"]]()
    image, own = normalize(image_global, dim=-1), normalize(given["prototypes"][labels], dim=-1)
    prototype_alignment = (image - own).abs().mean() if case["proto"] == "l1" else (1 - (image * own).sum(-1)).mean()
    loss = classification + case["beta"] * (token_alignment + prompt_alignment) + case["gamma"] * prototype_alignment
    return dict(
        soft_tokens=soft_tokens, soft_text=soft_text, image_global=image_global, image_patches=image_patches,
        global_similarity=global_similarity, local_similarity=local_similarity, logits=logits, classification=classification,
        token_alignment=token_alignment, prompt_alignment=prompt_alignment, prototype_alignment=prototype_alignment, loss=loss,
    )


LOSSES = ("loss", "classification", "token_alignment", "prompt_alignment", "prototype_alignment")


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


def hugging_face_config(config):
    keys = ["hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "hidden_act", "layer_norm_eps", "projection_dim"]
    text_keys = keys + ["vocab_size", "max_position_embeddings", "bos_token_id", "eos_token_id", "pad_token_id"]
    towers = dict(text_config=(config.text_config, text_keys), vision_config=(config.vision_config, keys + ["image_size", "patch_size", "num_channels"]))
    whole = dict(architectures=["CLIPModel"], model_type="clip", projection_dim=config.projection_dim)
    return whole | {name: {key: getattr(tower, key) for key in keys} for name, (tower, keys) in towers.items()}


main()
