"""Writes test/golden/explain: maps and scores of explanations from an independent PyTorch reference in float64.

    python tools/golden/explain-golden.py

needs torch and safetensors, and the folders that make-all.sh wrote. Nothing here is computed as in src/explain: gates are real variables that
autograd differentiates, patches are left out by taking their tokens away, and relevance and rollout multiply whole matrices.
"""

import json
import math
import pathlib
from types import SimpleNamespace

import torch
from reference_clip import norm
from safetensors.torch import load_file, save_file
from torch.nn.functional import normalize

torch.set_default_dtype(torch.float64)
torch.manual_seed(5)
golden = pathlib.Path(__file__).parents[2] / "test/golden"


def tower(w, a, pixels, prompts, keep=None, gates=None):
    """Global [B, E], patches [B, N', E] and every layer's attention [B, H, T, T + P]; `keep` lists the patches that are there."""
    side = a.image // a.patch
    kernel = w["vision_model.embeddings.patch_embedding.weight"].flatten(1)
    cells = torch.nn.functional.unfold(pixels, a.patch, stride=a.patch).transpose(1, 2)
    rows = torch.cat([w["vision_model.embeddings.class_embedding"].expand(len(pixels), 1, -1), cells @ kernel.T], 1)
    rows = rows + w["vision_model.embeddings.position_embedding.weight"]
    if keep is not None:
        rows = rows[:, [0, *(1 + index for index in keep)]]
    assert side * side + 1 >= rows.shape[1]
    rows = norm(rows, w, "vision_model.pre_layrnorm", a.epsilon)
    count, size, attentions = rows.shape[1], a.width // a.heads, []
    for layer in range(a.layers):
        p = f"vision_model.encoder.layers.{layer}"
        whole = torch.cat([rows, prompts[layer].expand(len(rows), -1, -1)], 1) if layer < len(prompts) else rows
        x = norm(whole, w, f"{p}.layer_norm1", a.epsilon)
        q, k, v = (
            (x @ w[f"{p}.self_attn.{n}_proj.weight"].T + w[f"{p}.self_attn.{n}_proj.bias"]).unflatten(-1, (a.heads, size)).transpose(1, 2) for n in "qkv"
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(size)
        if gates is not None:
            extra = scores.shape[-1] - 1 - gates.shape[1]
            scores = scores + torch.nn.functional.pad(gates, (1, extra))[:, None, None]
        attention = torch.softmax(scores, -1)
        attention.requires_grad_(True) if not attention.requires_grad else None
        attentions.append(attention)
        mixed = (attention @ v).transpose(1, 2).flatten(2)
        whole = whole + mixed @ w[f"{p}.self_attn.out_proj.weight"].T + w[f"{p}.self_attn.out_proj.bias"]
        hidden = norm(whole, w, f"{p}.layer_norm2", a.epsilon) @ w[f"{p}.mlp.fc1.weight"].T + w[f"{p}.mlp.fc1.bias"]
        hidden = hidden * torch.sigmoid(1.702 * hidden) if a.activation == "quick_gelu" else torch.nn.functional.gelu(hidden)
        rows = (whole + hidden @ w[f"{p}.mlp.fc2.weight"].T + w[f"{p}.mlp.fc2.bias"])[:, :count]
    rows = norm(rows, w, "vision_model.post_layernorm", a.epsilon) @ w["visual_projection.weight"].T
    return rows[:, 0], rows[:, 1:], attentions


def similarity(image, patches, text, k, weight):
    text = normalize(text, dim=-1)
    whole = normalize(image, dim=-1) @ text.T
    each = normalize(patches, dim=-1) @ text.T
    best = each.sort(1, descending=True).values[:, :k]
    return whole + weight * best.mean(1) if best.shape[1] > 0 else whole, each


def explain(w, a, case, given):
    text, prompts, pixels = given["soft_text"], given["visual_prompts"], given["pixels"]
    k, weight = case["k"], case["w_local"]
    score = lambda **options: similarity(*tower(w, a, pixels, prompts, **options)[:2], text, k, weight)
    whole, each = score()
    target, against = whole.topk(2, 1).indices.T
    margin = lambda s: s.gather(1, target[:, None])[:, 0] - s.gather(1, against[:, None])[:, 0]
    count = each.shape[1]

    gates = torch.zeros(len(pixels), count, requires_grad=True)
    image, patches, attentions = tower(w, a, pixels, prompts, gates=gates)
    total = margin(similarity(image, patches, text, k, weight)[0]).sum()
    gate, *slopes = torch.autograd.grad(total, [gates, *attentions], retain_graph=True, allow_unused=True)

    tokens = 1 + count
    eye = torch.eye(tokens).expand(len(pixels), -1, -1)
    relevance, rolled = eye, eye
    for attention, slope in zip(attentions, slopes):
        relevance = relevance + (attention * slope).clamp(min=0).mean(1)[:, :tokens, :tokens] @ relevance
        own = attention.mean(1)[:, :tokens, :tokens]
        rolled = (own / own.sum(-1, keepdim=True) + eye) / 2 @ rolled

    left_out = [margin(score(keep=[other for other in range(count) if other != index])[0]) for index in range(count)]
    kept = (torch.rand(4, count) > 0.6).double()
    kept[3] = 0
    kept[2], kept[2, 1] = 0, 1
    without = [score(keep=row.nonzero()[:, 0].tolist())[0] for row in kept]
    return dict(
        pixels=pixels, text=text, visual=prompts, similarity=whole, target=target, against=against, patches=each.transpose(1, 2), gate=gate,
        gradient=relevance[:, 0, 1:], rollout=rolled[:, 0, 1:], occlusion=margin(whole)[:, None] - torch.stack(left_out, 1), keep=kept, without=torch.stack(without),
    )


for folder, file in [("model-b", "objective-1"), ("model-c", "objective-0")]:
    config = json.loads((golden / folder / "hf/config.json").read_text())["vision_config"]
    a = SimpleNamespace(
        image=config["image_size"], patch=config["patch_size"], layers=config["num_hidden_layers"], heads=config["num_attention_heads"],
        width=config["hidden_size"], activation=config["hidden_act"], epsilon=config["layer_norm_eps"],
    )
    w = {name: weight.double() for name, weight in load_file(golden / folder / "hf/model.safetensors").items()}
    case = next(case for case in json.loads((golden / folder / "meta.json").read_text())["cases"] if case["file"] == f"{file}.safetensors")
    given = {name: value.double() if value.is_floating_point() else value for name, value in load_file(golden / folder / f"{file}.safetensors").items()}
    values = {name: value.detach().contiguous().clone() for name, value in explain(w, a, case, given).items()}
    (golden / "explain").mkdir(exist_ok=True)
    save_file(values, golden / "explain" / f"{folder}.safetensors", metadata=dict(k=str(case["k"]), localWeight=str(case["w_local"])))
    print(folder, {name: tuple(value.shape) for name, value in values.items()})
