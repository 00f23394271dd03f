"""Writes test/golden/tokenizer: a vocabulary of 700 tokens in CLIP's format, and the ids of many texts from transformers' CLIPTokenizer.

    python tools/tokenizer-golden.py        needs tokenizers, transformers
"""

import json
import pathlib
import random

from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers import CLIPTokenizer

folder = pathlib.Path(__file__).parent.parent / "test/golden/tokenizer"
folder.mkdir(parents=True, exist_ok=True)

# --- the vocabulary: CLIP's order is bytes, word-final bytes, merges, the two special tokens ---
sentences = """a photo of a person making a facial expression of happiness
a face that looks sad, with the inner eyebrows raised and the lip corners turned down
the eyebrows are lowered and pinched together, the eyes glare and the lips are pressed tight
she's surprised: her jaw dropped and her eyes opened wide; they'll see, we've seen, I'm sure, don't, he'd
the nose is wrinkled, the upper lip raised, the cheeks pushed up
a neutral face with relaxed eyebrows, eyes naturally open, mouth closed and level
eyebrows raised and drawn together, lips stretched sideways in fear
one lip corner tightened and raised in contempt""".splitlines()
shaper = CLIPTokenizer(vocab={"<|startoftext|>": 0, "<|endoftext|>": 1}, merges=[]).backend_tokenizer
tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
tokenizer.normalizer, tokenizer.pre_tokenizer = shaper.normalizer, shaper.pre_tokenizer
tokenizer.train_from_iterator(
    sentences * 3,
    trainers.BpeTrainer(vocab_size=10000, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), end_of_word_suffix="</w>", show_progress=False),
)
alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
merges = json.loads(tokenizer.to_str())["model"]["merges"][: 700 - 514]
tokens = alphabet + [letter + "</w>" for letter in alphabet] + ["".join(pair) for pair in merges] + ["<|startoftext|>", "<|endoftext|>"]
assert len(set(tokens)) == len(tokens)
vocabulary = {token: id for id, token in enumerate(tokens)}
clip = CLIPTokenizer(vocab=vocabulary, merges=[tuple(pair) for pair in merges])
clip.backend_tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
(folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
(folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(" ".join(pair) for pair in merges) + "\n")

# --- the texts ---
texts = ["", " ", "a", "A PHOTO of a Face.", "  leading, trailing  and   inner   space ", "tabs\tand\nlines\r\n", "a non-breaking\u00a0space"]
texts += ["she's they'll don't I'm we've he'd you're 's 't ''' isn’t", "HAPPINESS!!! ...  --- (eyes) [lips] {nose}", "12 faces, 3.14, 2024-01-01, ½ ² ⅷ"]
texts += ["café naïve cafe\u0301 Ångström straße ŒUVRE ﬁ", "ПРИВЕТ лицо", "笑顔 怒り 悲しい 표정 चेहरा", "😀😢😡 👩🏽‍🦱", "x" * 300, "ab" * 70, "\u200b zero width", "a_b-c/d\\e", "<|startoftext|> a face <|endoftext|> more"]
texts += sentences
letters = random.Random(1)
for _ in range(80):
    text = "".join(letters.choice("aeioulpsbrw'  .,!?AEé5✓笑😀\n") for _ in range(letters.randrange(1, 40)))
    texts.append(text)
lines = [json.dumps({"text": text, "ids": clip(text)["input_ids"]}, ensure_ascii=False) for text in texts]
(folder / "ids.jsonl").write_text("\n".join(lines) + "\n")
print(len(tokens), "tokens,", len(lines), "texts")
