#!/usr/bin/env bash
# Vistar Kriya with nothing but bash, openssl and curl.
# Usage: vistarkriya.sh METHOD PATH [BODY-FILE]; prints the answer, and its status on standard error.
set -euo pipefail
method=$1
body=${3:-/dev/null}
origin=${VK_BASE_URL%/api/v1}
endpoint=/api/v1$2

timestamp=$(date +%s)
signature=$({ printf '%s' "$timestamp$method$endpoint"; cat "$body"; } |
  openssl dgst -sha256 -hmac "$VK_API_SECRET" -r | cut -d ' ' -f 1)
data=()
[ "$method" = GET ] || data=(--data-binary "@$body")
curl --silent --show-error --globoff --path-as-is --request "$method" \
  --write-out '%{stderr}%{http_code}\n' \
  --header "X-API-Key: $VK_API_KEY" \
  --header "X-Timestamp: $timestamp" \
  --header "X-Signature: $signature" \
  --header "${CODE_HEADER:-X-Tenant-Code}: $VK_CODE" \
  --header 'Content-Type: application/json' \
  "${data[@]}" "$origin$endpoint"
