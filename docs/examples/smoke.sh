#!/usr/bin/env bash
# Starts a sandbox, tries a client against it, and ends it, whatever comes of that.
set -euo pipefail

folder=$(mktemp -d)
vk sandbox --provider vistarkriya --port 0 >"$folder/out" 2>"$folder/log" &
sandbox=$!
trap 'kill "$sandbox"; wait "$sandbox" || true; rm -r "$folder"' EXIT

until grep -qs 'Ctrl-C' "$folder/out"; do
  kill -0 "$sandbox" || { cat "$folder/log"; exit 1; }
  sleep 0.1
done
# VK_BASE_URL, VK_API_KEY, VK_API_SECRET and VK_CODE: for vk, and for a client of yours.
eval "$(grep '^  export' "$folder/out")"

vk call GET /wallet/balance --quiet
