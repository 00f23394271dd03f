"""Text prompts alone on cached features, in seconds: the effect of learning rate, clipping, scale, patches and losses without the cost of the image tower.

Usage: python bench/small-tower/text_prompts.py FEATURES [key=value ...]      FEATURES by features.ts; PyTorch, safetensors and scikit-learn
The same SGD, schedule and losses as mpafer's; no augmentation and no visual prompts. `probe` fits a linear probe instead; `unprompted` evaluates the hard prompts.
Keys: epochs=8 lr=0.064 clip=1 words=0 tokenAlignment=1 promptAlignment=contrastive|cosine|none tau=0.07 beta=1 k=5 localWeight=1 scale=0 seed=1
"""
import json
import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

torch.set_num_threads(1)
folder = pathlib.Path(sys.argv[1])
given = dict(argument.split("=") for argument in sys.argv[2:] if "=" in argument)
number = lambda key, default: float(given.get(key, default))
model = pathlib.Path(__file__).resolve().parents[2] / "assets/face-clip/model.safetensors"
w = {name: weight.float() for name, weight in load_file(model).items()}
tokens = json.loads((folder / "tokens.json").read_text())
table = w["text_model.embeddings.token_embedding.weight"]
width, embedding, heads, layers = table.shape[1], w["text_projection.weight"].shape[0], 2, 3


def kept(split):
    read = lambda name, *shape: F.normalize(torch.tensor(np.fromfile(folder / f"{split}.{name}", np.float32)).view(*shape), dim=-1)
    labels = torch.tensor(np.fromfile(folder / f"{split}.labels", np.uint8)).long()
    return read("global", -1, embedding), read("patches", len(labels), -1, embedding), labels


(image, patches, labels), (other, other_patches, truth) = kept("train"), kept("valid")
classes = len(tokens["names"])
recall = lambda guess: np.mean([(guess[truth == c] == c).float().mean() for c in range(classes) if (truth == c).any()])
summary = lambda guess: f"WAR {100 * (guess == truth).float().mean():.1f}  UAR {100 * recall(guess):.1f}"

if "probe" in sys.argv:
    from sklearn.linear_model import LogisticRegression

    print("linear probe ", summary(torch.tensor(LogisticRegression(C=10, max_iter=300).fit(image, labels).predict(other))))
    sys.exit()


def norm(x, name):
    return F.layer_norm(x, x.shape[-1:], w[f"{name}.weight"], w[f"{name}.bias"], 1e-5)


def layer(x, name):
    linear = lambda x, part: x @ w[f"{name}.{part}.weight"].T + w[f"{name}.{part}.bias"]
    rows = norm(x, f"{name}.layer_norm1")
    q, k, v = (linear(rows, f"self_attn.{part}_proj").unflatten(-1, (heads, -1)).transpose(1, 2) for part in "qkv")
    mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).flatten(2)
    x = x + linear(mixed, "self_attn.out_proj")
    hidden = linear(norm(x, f"{name}.layer_norm2"), "mlp.fc1")
    return x + linear(hidden * torch.sigmoid(1.702 * hidden), "mlp.fc2")


def text(rows, end):
    x = rows + w["text_model.embeddings.position_embedding.weight"][: rows.shape[1]]
    for index in range(layers):
        x = layer(x, f"text_model.encoder.layers.{index}")
    return norm(x, "text_model.final_layer_norm")[:, end] @ w["text_projection.weight"].T


embed = lambda ids: table[torch.tensor(ids)]
hard_tokens = torch.stack([embed(ids).mean(0) for ids in tokens["hard"]])
hard_text = torch.cat([text(embed([tokens["start"], *ids, tokens["end"]])[None], len(ids) + 1) for ids in tokens["hard"]])
if "unprompted" in sys.argv:
    vectors = F.normalize(hard_text, dim=-1).T
    print("class token ", summary((other @ vectors).argmax(1)))
    for best in (1, 5, 16, other_patches.shape[1]):
        print(f"{best} best patches alone ", summary((other_patches @ vectors).topk(best, 1).values.mean(1).argmax(1)))
    sys.exit()
torch.manual_seed(int(number("seed", 1)))
words = embed(tokens["sentence"]).expand(classes, -1, -1).clone()
context = torch.nn.Parameter(words if number("words", 0) else 0.02 * torch.randn(classes, 10, width))
start = embed([tokens["start"]]).expand(classes, 1, -1)
behind = torch.stack([embed([*name, tokens["stop"], tokens["end"]]) for name in tokens["names"]])
scale = number("scale", 0) or w["logit_scale"].exp().item()
count, share, tau, beta = int(number("k", 5)), number("localWeight", 1), number("tau", 0.07), number("beta", 1)


def soft():
    sequence = torch.cat([start, context, behind], 1)
    return sequence[:, 1:-1].mean(1), text(sequence, sequence.shape[1] - 1)


def scores(image, patches, vectors):
    vectors = F.normalize(vectors, dim=-1)
    local = (patches @ vectors.T).topk(count, 1).values.mean(1) if count and share else 0
    return scale * (image @ vectors.T + share * local)


def contrastive(own, hard):
    return -F.log_softmax(F.normalize(own, dim=-1) @ F.normalize(hard, dim=-1).T / tau, 0).diagonal().mean()


aligned = {
    "contrastive": lambda own: contrastive(own, hard_text),
    "cosine": lambda own: (1 - F.cosine_similarity(own, hard_text)).mean(),
    "none": lambda own: 0,
}[given.get("promptAlignment", "contrastive")]
momentum, step, steps = torch.zeros_like(context), 0, math.ceil(len(labels) / 64)
total, warm = int(number("epochs", 8)) * steps, round(0.1 * steps)
while step < total:
    for batch in torch.randperm(len(labels)).split(64):
        own_tokens, own_text = soft()
        loss = F.cross_entropy(scores(image[batch], patches[batch], own_text), labels[batch])
        loss = loss + beta * ((contrastive(own_tokens, hard_tokens) if number("tokenAlignment", 1) else 0) + aligned(own_text))
        (slope,) = torch.autograd.grad(loss, context)
        slope = slope * min(1, (number("clip", 1) or math.inf) / slope.norm().item())
        rate = 1e-5 if step < warm else number("lr", 0.064) * (1 + math.cos(math.pi * (step - warm) / (total - warm))) / 2
        momentum.mul_(0.9).add_(slope + 5e-4 * context.detach())
        context.data.sub_(rate * momentum)
        step += 1
with torch.no_grad():
    vectors = soft()[1]
    found = scores(other, other_patches, vectors)
    near = F.cosine_similarity(vectors, hard_text).mean()
print(" ".join(sys.argv[2:]) or "defaults", summary(found.argmax(1)), f" NLL {F.cross_entropy(found, truth):.3f}  cosine with the hard prompts {near:.2f}")
