#!/usr/bin/env bash
# Starts a sandbox, tries a client against it, and ends it, whatever comes of that.
set -euo pipefail

folder=$(mktemp -d)
# For the sandbox, for vk, and for a client of yours.
export VK_PROVIDER=vistarkriya VK_API_KEY=vk_live_0123456789 VK_API_SECRET=sesame VK_CODE=123456
vk sandbox --provider vistarkriya --port 0 --ready-file "$folder/ready" >"$folder/log" 2>&1 &
sandbox=$!
trap 'kill "$sandbox"; wait "$sandbox" || true; rm -r "$folder"' EXIT
VK_BASE_URL=$(vk wait --ready-file "$folder/ready" --timeout 10s)
export VK_BASE_URL

vk call GET /wallet/balance --quiet
