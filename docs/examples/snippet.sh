#!/usr/bin/env bash
# Writes a client in Python for one request, and runs it against a sandbox on this machine.
set -euo pipefail

folder=$(mktemp -d)
vk sandbox --provider vistarkriya --port 0 --ready-file "$folder/ready.json" >"$folder/out" 2>&1 &
sandbox=$!
trap 'kill "$sandbox"; wait "$sandbox" || true; rm -r "$folder"' EXIT
vk wait --ready-file "$folder/ready.json" >/dev/null
# VK_BASE_URL, VK_API_KEY, VK_API_SECRET and VK_CODE, which the client reads.
eval "$(grep '^  export' "$folder/out")"

vk snippet python POST /verify/pan pan=ABCDE1234F > "$folder/request.py"
python3 "$folder/request.py"
