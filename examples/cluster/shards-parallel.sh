#!/bin/sh
# The same by GNU parallel, which also knows other machines (--sshlogin), tries again and keeps a log:
#   sh examples/cluster/shards-parallel.sh 8 2 faces.csv predict photos/
set -eu
shards=$1 at_once=$2 out=$3
shift 3
seq "$shards" | parallel --jobs "$at_once" --joblog "$out.joblog" --retries 3 --quote ${MPAFER:-mpafer} "$@" --out "$out" --shard "{}/$shards"
exec ${MPAFER:-mpafer} merge "$out"
