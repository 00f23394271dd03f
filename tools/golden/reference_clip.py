"""CLIP's towers written out plainly in PyTorch, with weights under Hugging Face's names, and their names in OpenAI's files."""

import math

import torch
from torch.nn.functional import layer_norm
from transformers import CLIPConfig, CLIPModel


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
    config._attn_implementation = "sdpa"  # the other implementation computes softmax in float32
    model = CLIPModel(config).eval().requires_grad_(False)
    for name, weight in model.named_parameters():
        if name == "logit_scale":
            weight.copy_(torch.tensor(2.3))
        elif weight.ndim == 1:
            weight.add_(0.1 * torch.randn_like(weight))
        elif "embedding" not in name:
            weight.copy_(torch.randn_like(weight) / math.sqrt(weight.shape[1]))
        # Computations use exactly the stored values.
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


def hugging_face_config(config):
    keys = ["hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "hidden_act", "layer_norm_eps", "projection_dim"]
    text_keys = keys + ["vocab_size", "max_position_embeddings", "bos_token_id", "eos_token_id", "pad_token_id"]
    towers = dict(text_config=(config.text_config, text_keys), vision_config=(config.vision_config, keys + ["image_size", "patch_size", "num_channels"]))
    whole = dict(architectures=["CLIPModel"], model_type="clip", projection_dim=config.projection_dim)
    return whole | {name: {key: getattr(tower, key) for key in keys} for name, (tower, keys) in towers.items()}
