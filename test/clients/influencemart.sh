#!/usr/bin/env bash
# Influencemart with nothing but bash, openssl and curl.
# Usage: influencemart.sh METHOD PATH [BODY-FILE]; prints the answer, and its status on standard error.
set -euo pipefail
method=$1
body=${3:-/dev/null}

timestamp=$(date +%s)
signature=$({ printf '%s.' "$timestamp"; cat "$body"; } |
  openssl dgst -sha256 -hmac "$VK_API_SECRET" -r | cut -d ' ' -f 1)
data=()
[ "$method" = GET ] || data=(--data-binary "@$body" --header 'Content-Type: application/json')
curl --silent --show-error --globoff --path-as-is --request "$method" \
  --write-out '%{stderr}%{http_code}\n' \
  --header "X-API-Key: $VK_API_KEY" \
  --header "X-Timestamp: $timestamp" \
  --header "X-Signature: $signature" \
  --header "X-External-Event-Id: evt-$timestamp-$$" \
  "${data[@]}" "$VK_BASE_URL$2"
