#!/bin/sh
# Runs a command in shards on this machine, a few at the same time, and merges them:
#   sh examples/cluster/shards.sh 8 2 faces.csv predict photos/
# Run again, it makes only the shards that are missing.
set -eu
shards=$1 at_once=$2 out=$3
shift 3
seq "$shards" | xargs -P "$at_once" -I '{}' ${MPAFER:-mpafer} "$@" --out "$out" --shard "{}/$shards"
exec ${MPAFER:-mpafer} merge "$out"
