"""The same MPA-FER training step in PyTorch, as it is usually written. Prints its timing as JSON.

Usage: python training_step.py REQUEST_JSON VARIANT
Variants: plain (77 tokens, explicit attention, float32), cut (text cut behind the longest end token), sdpa (cut, and
scaled_dot_product_attention), compile (sdpa under torch.compile), bf16 (sdpa under bfloat16 autocast).
"""
import json
import resource
import sys
import time

started = time.perf_counter()
import torch
import torch.nn.functional as F
from safetensors import safe_open

request, variant = json.loads(sys.argv[1]), sys.argv[2]
torch.set_num_threads(request["threads"])
torch.manual_seed(0)

NAMES = [[3480], [5252], [21864], [8546], [21077], [10223], [14331]]
DOT, SOT, EOT, M, NP, HARD, K, TAU, SCALE = 269, 49406, 49407, 10, 8, 40, 16, 0.07, 100.0
C = len(NAMES)

weights = {}
with safe_open(request["weights"], "pt") as file:
    for key in file.keys():
        weights[key] = file.get_tensor(key)


class Attention(torch.nn.Module):
    def __init__(self, prefix, heads):
        super().__init__()
        self.heads = heads
        for part in "qkv":
            self.register_buffer(f"w{part}", weights[f"{prefix}.{part}_proj.weight"])
            self.register_buffer(f"b{part}", weights[f"{prefix}.{part}_proj.bias"])
        self.register_buffer("wo", weights[f"{prefix}.out_proj.weight"])
        self.register_buffer("bo", weights[f"{prefix}.out_proj.bias"])

    def forward(self, x, mask):
        b, n, d = x.shape
        q, k, v = (
            F.linear(x, getattr(self, f"w{p}"), getattr(self, f"b{p}")).view(b, n, self.heads, d // self.heads).transpose(1, 2)
            for p in "qkv"
        )
        if variant in ("plain", "cut"):
            scores = q @ k.transpose(-1, -2) / (d // self.heads) ** 0.5
            if mask is not None:
                scores = scores + mask
            y = scores.softmax(-1) @ v
        else:
            y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return F.linear(y.transpose(1, 2).reshape(b, n, d), self.wo, self.bo)


class Block(torch.nn.Module):
    def __init__(self, prefix, heads):
        super().__init__()
        self.attention = Attention(f"{prefix}.self_attn", heads)
        for name in ("layer_norm1", "layer_norm2", "mlp.fc1", "mlp.fc2"):
            key = name.replace(".", "_")
            self.register_buffer(f"{key}_w", weights[f"{prefix}.{name}.weight"])
            self.register_buffer(f"{key}_b", weights[f"{prefix}.{name}.bias"])

    def forward(self, x, mask=None):
        d = x.shape[-1:]
        x = x + self.attention(F.layer_norm(x, d, self.layer_norm1_w, self.layer_norm1_b), mask)
        h = F.linear(F.layer_norm(x, d, self.layer_norm2_w, self.layer_norm2_b), self.mlp_fc1_w, self.mlp_fc1_b)
        return x + F.linear(h * torch.sigmoid(1.702 * h), self.mlp_fc2_w, self.mlp_fc2_b)


class Clip(torch.nn.Module):
    def __init__(self):
        super().__init__()
        layers = lambda tower: 1 + max(int(k.split(".")[3]) for k in weights if k.startswith(f"{tower}.encoder.layers."))
        self.image_blocks = torch.nn.ModuleList(
            Block(f"vision_model.encoder.layers.{i}", weights["vision_model.embeddings.class_embedding"].numel() // 64)
            for i in range(layers("vision_model"))
        )
        self.text_blocks = torch.nn.ModuleList(
            Block(f"text_model.encoder.layers.{i}", weights["text_model.final_layer_norm.weight"].numel() // 64)
            for i in range(layers("text_model"))
        )

    def image(self, pixels, prompts):
        w = weights
        kernel = w["vision_model.embeddings.patch_embedding.weight"]
        patches = F.conv2d(pixels, kernel, stride=kernel.shape[-1]).flatten(2).transpose(1, 2)
        cls = w["vision_model.embeddings.class_embedding"].expand(len(pixels), 1, -1)
        x = torch.cat([cls, patches], 1) + w["vision_model.embeddings.position_embedding.weight"]
        d = x.shape[-1:]
        x = F.layer_norm(x, d, w["vision_model.pre_layrnorm.weight"], w["vision_model.pre_layrnorm.bias"])
        n = x.shape[1]
        for block, prompt in zip(self.image_blocks, prompts):
            x = block(torch.cat([x, prompt.expand(len(x), -1, -1)], 1))[:, :n]
        x = F.layer_norm(x, d, w["vision_model.post_layernorm.weight"], w["vision_model.post_layernorm.bias"])
        x = x @ w["visual_projection.weight"].T
        return x[:, 0], x[:, 1:]

    def text(self, embeddings, ends):
        w, t = weights, embeddings.shape[1]
        x = embeddings + w["text_model.embeddings.position_embedding.weight"][:t]
        mask = torch.full((t, t), float("-inf")).triu(1)
        for block in self.text_blocks:
            x = block(x, mask)
        x = F.layer_norm(x, x.shape[-1:], w["text_model.final_layer_norm.weight"], w["text_model.final_layer_norm.bias"])
        return x[torch.arange(len(x)), ends] @ w["text_projection.weight"].T


clip = Clip()
table = weights["text_model.embeddings.token_embedding.weight"]
length = 77 if variant == "plain" else 1 + M + max(map(len, NAMES)) + 2
rows = [[SOT] + [0] * M + name + [DOT, EOT] for name in NAMES]
ends = torch.tensor([len(row) - 1 for row in rows])
ids = torch.tensor([row + [0] * (length - len(row)) for row in rows])
embedded = table[ids]
hard_ids = torch.tensor([[SOT] + [1000 + 37 * c + 11 * p for p in range(HARD - 2)] + [EOT] for c in range(C)])
with torch.no_grad():
    hard_text = clip.text(table[hard_ids], torch.full((C,), HARD - 1))
    hard_tokens = table[hard_ids[:, 1:-1]].mean(1)
    name_tokens = [table[torch.tensor(name + [DOT])] for name in NAMES]
context = torch.nn.Parameter(0.02 * torch.randn(C, M, table.shape[1]))
visual = torch.nn.Parameter(0.02 * torch.randn(len(clip.image_blocks), NP, weights["vision_model.embeddings.class_embedding"].numel()))
prototypes = torch.randn(C, hard_text.shape[1])
optimiser = torch.optim.SGD([context, visual], lr=0.032, momentum=0.9, weight_decay=5e-4)
images = torch.randint(0, 256, (request["batch"], 3, 224, 224), dtype=torch.uint8)
labels = torch.arange(request["batch"]) % C
mean = torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(3, 1, 1)
deviation = torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(3, 1, 1)
unit = lambda x: F.normalize(x.float(), dim=-1)
contrast = lambda soft, hard: F.cross_entropy(unit(hard) @ unit(soft).T / TAU, torch.arange(C))


def losses(pixels):
    soft = torch.cat([embedded[:, :1], context, embedded[:, 1 + M :]], 1)
    text = clip.text(soft, ends)
    whole, patches = clip.image(pixels, visual)
    local = (unit(patches) @ unit(text).T).topk(min(K, patches.shape[1]), dim=1).values.mean(1)
    classification = F.cross_entropy(SCALE * (unit(whole) @ unit(text).T + local), labels)
    tokens = torch.stack([torch.cat([context[c], name_tokens[c]]).mean(0) for c in range(C)])
    alignment = contrast(tokens, hard_tokens) + contrast(text, hard_text)
    return classification + alignment + (1 - (unit(whole) * unit(prototypes[labels])).sum(-1)).mean()


compute = torch.compile(losses) if variant == "compile" else losses


def step():
    pixels = (images.float() / 255 - mean) / deviation
    optimiser.zero_grad()
    with torch.autocast("cpu", torch.bfloat16, enabled=variant == "bf16"):
        loss = compute(pixels)
    loss.backward()
    torch.nn.utils.clip_grad_norm_([context, visual], 1.0)
    optimiser.step()
    return loss.item()


loss = step()
first = 1000 * (time.perf_counter() - started)
for _ in range(request["warmup"]):
    step()
times, used = [], []
for _ in range(request["steps"]):
    begin, cpu = time.perf_counter(), time.process_time()
    loss = step()
    times.append(1000 * (time.perf_counter() - begin))
    used.append(1000 * (time.process_time() - cpu))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
result = {"name": f"PyTorch {variant}", "firstStepMs": first, "stepMs": times, "cpuMs": used, "peakMiB": peak, "loss": loss}
print(json.dumps(result))
