"""Writes a random CLIP of a published size with reference values from Hugging Face's CLIPModel, for tools/parity/parity.ts.

    python tools/parity/make-clip.py FOLDER --size B/16 [--stored float16] [--names openai] [--shard 200MB]

needs torch, transformers and safetensors. FOLDER/model holds the model as it would be downloaded, FOLDER/reference.safetensors what
CLIPModel makes of it in float32: features of both towers without prompts and with them (deep visual prompts appended at every layer and
dropped behind it, context rows in place of the first words), and the gradients of both prompts along fixed random directions. Every
bias, norm scale and embedding gets noise, so that no term is zero or one by chance.
"""

import argparse
import json
import pathlib
import shutil

import torch
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPModel

SIZES = {
    "B/32": dict(patch=32, width=768, layers=12, heads=12, text=512, text_heads=8, embedding=512),
    "B/16": dict(patch=16, width=768, layers=12, heads=12, text=512, text_heads=8, embedding=512),
    "L/14": dict(patch=14, width=1024, layers=24, heads=16, text=768, text_heads=12, embedding=768),
}
START, END, POSITIONS, CONTEXT, PROMPTS = 49406, 49407, 77, 10, 8


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--size", choices=SIZES, required=True)
    parser.add_argument("--stored", choices=["float32", "float16", "bfloat16"], default="float32", help="type of the stored weights")
    parser.add_argument("--names", choices=["hf", "openai"], default="hf", help="under whose names the weights are written")
    parser.add_argument("--shard", help="largest shard, e.g. 200MB; default: a single file")
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def random_clip(size, stored):
    config = CLIPConfig(
        projection_dim=size["embedding"],
        text_config=dict(
            hidden_size=size["text"], intermediate_size=4 * size["text"], num_hidden_layers=12, num_attention_heads=size["text_heads"],
            projection_dim=size["embedding"], bos_token_id=START, eos_token_id=END, pad_token_id=0,
        ),
        vision_config=dict(
            hidden_size=size["width"], intermediate_size=4 * size["width"], num_hidden_layers=size["layers"],
            num_attention_heads=size["heads"], patch_size=size["patch"], projection_dim=size["embedding"],
        ),
    )
    model = CLIPModel(config).eval().requires_grad_(False)
    for name, weight in model.named_parameters():
        if weight.ndim == 1:
            weight.add_(0.1 * torch.randn_like(weight))
        # Computations use exactly the stored values.
        weight.copy_(weight.to(getattr(torch, stored)).float())
    return model


def image_features(model, pixels, prompts=None):
    """Global [B, E] and patches [B, N, E]; prompts [L, P, D] are injected by hooks around CLIPModel's own layers."""
    hooks = []
    for layer, rows in zip(model.vision_model.encoder.layers, [] if prompts is None else prompts):

        def append(_, given, rows=rows):
            return (torch.cat([given[0], rows.expand(len(given[0]), -1, -1)], 1), *given[1:])

        hooks += [layer.register_forward_pre_hook(append), layer.register_forward_hook(lambda _, given, out: out[:, :-PROMPTS])]
    last = model.vision_model(pixels).last_hidden_state
    for hook in hooks:
        hook.remove()
    features = model.visual_projection(model.vision_model.post_layernorm(last))
    return features[:, 0], features[:, 1:]


def text_features(model, ids, context=None):
    """[C, E]; context [C, M, D] replaces the embeddings after the start token."""
    hooks = []
    if context is not None:

        def replace(_, given, out):
            return torch.cat([out[:, :1], context, out[:, 1 + CONTEXT :]], 1)

        hooks.append(model.text_model.embeddings.token_embedding.register_forward_hook(replace))
    pooled = model.text_model(input_ids=ids).pooler_output
    for hook in hooks:
        hook.remove()
    return model.text_projection(pooled)


def token_ids():
    """Two texts: one that fills all positions, one that ends early."""
    rows = torch.zeros(2, POSITIONS, dtype=torch.int64)
    for row, length in enumerate((POSITIONS, CONTEXT + 5)):
        rows[row, 0] = START
        rows[row, 1 : length - 1] = torch.randint(1, START, (length - 2,))
        rows[row, length - 1] = END
    return rows


def openai_names(w, layers):
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
    same = {"visual.ln_pre": "vision_model.pre_layrnorm", "visual.ln_post": "vision_model.post_layernorm", "ln_final": "text_model.final_layer_norm"}
    for tower, own, count in (("vision_model", "visual.transformer", layers), ("text_model", "transformer", 12)):
        for layer in range(count):
            here, there = f"{own}.resblocks.{layer}", f"{tower}.encoder.layers.{layer}"
            same |= {f"{here}.ln_1": f"{there}.layer_norm1", f"{here}.ln_2": f"{there}.layer_norm2"}
            same |= {f"{here}.mlp.c_fc": f"{there}.mlp.fc1", f"{here}.mlp.c_proj": f"{there}.mlp.fc2", f"{here}.attn.out_proj": f"{there}.self_attn.out_proj"}
            for kind in ("weight", "bias"):
                renamed[f"{here}.attn.in_proj_{kind}"] = torch.cat([w[f"{there}.self_attn.{name}_proj.{kind}"] for name in "qkv"])
    for here, there in same.items():
        renamed |= {f"{here}.{kind}": w[f"{there}.{kind}"] for kind in ("weight", "bias")}
    return renamed


def write_model(model, folder, a):
    folder.mkdir(parents=True)
    stored = model.to(getattr(torch, a.stored))
    if a.names == "hf":
        return stored.save_pretrained(folder, max_shard_size=a.shard or "50GB")
    weights = openai_names(stored.state_dict(), SIZES[a.size]["layers"])
    save_file({name: weight.contiguous() for name, weight in weights.items()}, folder / "model.safetensors")


def reference(model, a):
    size = SIZES[a.size]
    pixels = torch.randn(a.batch, 3, 224, 224)
    prompts = (0.02 * torch.randn(size["layers"], PROMPTS, size["width"])).requires_grad_()
    ids = token_ids()
    context = (0.02 * torch.randn(len(ids), CONTEXT, size["text"])).requires_grad_()
    values = dict(pixels=pixels, visual_prompts=prompts, token_ids=ids, context=context)
    with torch.no_grad():
        values["image_global"], values["image_patches"] = image_features(model, pixels)
        values["text"] = text_features(model, ids)
    image, patches = image_features(model, pixels, prompts)
    text = text_features(model, ids, context)
    values |= dict(prompted_global=image, prompted_patches=patches, prompted_text=text)
    for name, output, parameter in (("global", image, prompts), ("patches", patches, prompts), ("text", text, context)):
        direction = torch.randn_like(output)
        values[f"direction_{name}"] = direction
        values[f"gradient_{name}"] = torch.autograd.grad((output * direction).sum(), parameter, retain_graph=True)[0]
    return values


def main():
    a = arguments()
    torch.manual_seed(a.seed)
    torch.set_num_threads(2)
    shutil.rmtree(a.folder, ignore_errors=True)
    model = random_clip(SIZES[a.size], a.stored)
    values = reference(model, a)
    write_model(model, a.folder / "model", a)
    save_file({name: value.detach().contiguous() for name, value in values.items()}, a.folder / "reference.safetensors")
    (a.folder / "made.json").write_text(json.dumps(dict(size=a.size, stored=a.stored, names=a.names, shard=a.shard, batch=a.batch, seed=a.seed)) + "\n")


if __name__ == "__main__":
    main()
