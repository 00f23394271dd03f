#!/bin/sh
# Generates the folders of test/golden that the tests check: `sh tools/golden/make-all.sh [python]`, needs torch, transformers, safetensors.
set -eu
cd "$(dirname "$0")/../.."
python=${1:-python}

# OpenAI's names only, in float16: all sizes follow from shapes.
"$python" tools/golden/make-golden.py test/golden/model-a --seed 11 --names openai --stored float16 --image 12 --patch 4 \
  --vision-layers 2 --vision-width 64 --vision-heads 1 --vision-hidden 32 --text-layers 1 --text-width 64 --text-heads 1 --text-hidden 32 --vocabulary 64 \
  --classes 7 --batch 2 --context 4 --case "k=5" --case "k=3 shared pa=l1 proto=l1 w_local=.5 beta=2 gamma=.5"

# Hugging Face's names only: GELU, another epsilon, batch 1, texts shorter than the positions, k = N and k = 1.
"$python" tools/golden/make-golden.py test/golden/model-b --seed 12 --names hf --activation gelu --epsilon 1e-6 --image 15 --patch 5 \
  --vision-width 48 --vision-heads 3 --vision-hidden 60 --text-layers 3 --text-width 24 --text-heads 3 --text-hidden 40 \
  --positions 14 --length 12 --embedding 20 --classes 3 --batch 1 --context 2 --prompts 3 \
  --case "k=9 pa=cosine scale=20" --case "k=1 depth=1 proto=l1 tau=.5 scale=20 w_local=2"

# Both namings, prompts in only some layers, initialised from words; start and end are not the largest ids; one prompt per layer.
"$python" tools/golden/make-golden.py test/golden/model-c --seed 13 --stored bfloat16 --special-first --image 12 --patch 6 \
  --vision-layers 3 --vision-width 32 --vision-heads 2 --text-width 32 --text-heads 4 --vision-hidden 48 --text-hidden 40 \
  --classes 4 --batch 2 --context 3 --prompts 1 --case "depth=2 words k=2 scale=30" --case "depth=1 words shared k=4 tau=.01 pa=cosine gamma=5"
