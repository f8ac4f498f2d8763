#!/bin/sh
# Begin the next decision record: sh docs/adr/begin.sh "why it is so"
set -eu
cd "$(dirname "$0")"

title=${1:-}
if [ -z "$title" ]; then
    echo 'Give the decision a title: make adr title="one sentence"' >&2
    exit 1
fi
last=$(ls | sed -n 's/^\([0-9]\{4\}\)-.*\.md$/\1/p' | sort | tail -n 1)
number=$(printf '%04d' "$(expr "${last:-0}" + 1)")
name=$(printf '%s' "$title" | tr '[:upper:]' '[:lower:]' | tr -cs '[:alnum:]' '-' | sed 's/^-//; s/-$//')
file=$number-$name.md
cat >"$file" <<END
# $number. $title

## Context

## Decision

## Rejected

## How it is checked

END
echo "docs/adr/$file"
