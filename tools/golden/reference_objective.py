"""The complete objective in PyTorch, written from the paper's equations."""

import torch
from reference_clip import encode_image, encode_text
from torch.nn.functional import cross_entropy, log_softmax, normalize


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
