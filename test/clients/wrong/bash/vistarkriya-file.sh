#!/usr/bin/env bash
# Signs a file with its last newline; curl's --data leaves newlines out of what it sends.
set -euo pipefail
file=$(mktemp)
trap 'rm -f "$file"' EXIT
echo '{"pan": "ABCDE1234F", "name": "Asha"}' >"$file"
timestamp=$(date +%s)
signature=$({ printf '%s' "${timestamp}POST/api/v1/verify/pan"; cat "$file"; } |
  openssl dgst -sha256 -hmac "$VK_SECRET" -r | cut -d ' ' -f 1)

curl --silent --output /dev/null --write-out '%{http_code}\n' "$VK_URL/verify/pan" \
  --header "X-API-Key: $VK_KEY" \
  --header "X-Timestamp: $timestamp" \
  --header "X-Signature: $signature" \
  --header "X-Tenant-Code: $VK_CODE" \
  --header 'Content-Type: application/json' \
  --data "@$file"
