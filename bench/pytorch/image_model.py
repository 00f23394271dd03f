"""CLIP's image model in PyTorch, pixels to embeddings: timed, or exported as ONNX for other runtimes.

Usage: python image_model.py REQUEST_JSON VARIANT
Variants: plain (explicit attention, float32), sdpa (scaled_dot_product_attention), bf16 (sdpa under bfloat16 autocast), and
export, which writes onnx/vision_model.onnx and its form of 8 bits (onnxruntime's dynamic quantisation) into the folder `export`
of the request, as transformers.js looks for them.
"""
import json
import os
import resource
import sys
import time

import torch
import torch.nn.functional as F
from safetensors import safe_open

request, variant = json.loads(sys.argv[1]), sys.argv[2]
torch.set_num_threads(request["threads"])
torch.manual_seed(0)

weights = {}
with safe_open(request["weights"], "pt") as file:
    for key in file.keys():
        if key.startswith("vision_model") or key == "visual_projection.weight":
            weights[key] = file.get_tensor(key)

width = weights["vision_model.embeddings.class_embedding"].numel()
heads = width // 64
kernel = weights["vision_model.embeddings.patch_embedding.weight"]
layers = 1 + max(int(key.split(".")[3]) for key in weights if key.startswith("vision_model.encoder.layers."))


class ImageModel(torch.nn.Module):
    def __init__(self):
        super().__init__()
        for key, value in weights.items():
            self.register_parameter(key.replace(".", "_"), torch.nn.Parameter(value, requires_grad=False))

    def weight(self, name):
        return getattr(self, name.replace(".", "_"))

    def norm(self, x, name):
        return F.layer_norm(x, (width,), self.weight(f"vision_model.{name}.weight"), self.weight(f"vision_model.{name}.bias"))

    def linear(self, x, name):
        return F.linear(x, self.weight(f"vision_model.{name}.weight"), self.weight(f"vision_model.{name}.bias"))

    def forward(self, pixel_values):
        b = pixel_values.shape[0]
        patches = F.conv2d(pixel_values, self.weight("vision_model.embeddings.patch_embedding.weight"), stride=kernel.shape[-1]).flatten(2).transpose(1, 2)
        cls = self.weight("vision_model.embeddings.class_embedding").expand(b, 1, -1)
        x = torch.cat([cls, patches], 1) + self.weight("vision_model.embeddings.position_embedding.weight")
        x = self.norm(x, "pre_layrnorm")
        n = x.shape[1]
        for i in range(layers):
            at = f"encoder.layers.{i}"
            y = self.norm(x, f"{at}.layer_norm1")
            q, k, v = (
                self.linear(y, f"{at}.self_attn.{part}_proj").view(b, n, heads, 64).transpose(1, 2) for part in "qkv"
            )
            if variant in ("plain", "export"):
                y = (q @ k.transpose(-1, -2) / 8).softmax(-1) @ v
            else:
                y = F.scaled_dot_product_attention(q, k, v)
            x = x + self.linear(y.transpose(1, 2).reshape(b, n, width), f"{at}.self_attn.out_proj")
            h = self.linear(self.norm(x, f"{at}.layer_norm2"), f"{at}.mlp.fc1")
            x = x + self.linear(h * torch.sigmoid(1.702 * h), f"{at}.mlp.fc2")
        return self.norm(x[:, 0], "post_layernorm") @ self.weight("visual_projection.weight").T


model = ImageModel().eval()
side = request.get("side", 224)
pixels = torch.randn(request["batch"], 3, side, side)
if variant == "export":
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder = os.path.join(request["export"], "onnx")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "vision_model.onnx")
    names = {"input_names": ["pixel_values"], "output_names": ["image_embeds"]}
    batch = {"pixel_values": {0: "batch"}, "image_embeds": {0: "batch"}}
    torch.onnx.export(model, (pixels,), path, dynamo=False, opset_version=17, dynamic_axes=batch, **names)
    quantize_dynamic(path, path.replace(".onnx", "_quantized.onnx"), weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"])
    config = {"model_type": "clip", "architectures": ["CLIPModel"], "vision_config": {"hidden_size": width}}
    with open(os.path.join(request["export"], "config.json"), "w") as file:
        json.dump(config, file)
    sys.exit()

times = []
with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=variant == "bf16"):
    for run in range(request["warmup"] + request["runs"]):
        begin = time.perf_counter()
        found = model(pixels)
        if run >= request["warmup"]:
            times.append(1000 * (time.perf_counter() - begin))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"name": f"PyTorch {variant}", "runMs": times, "peakMiB": peak}))
