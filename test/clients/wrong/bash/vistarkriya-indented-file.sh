#!/usr/bin/env bash
# Signs an indented file; curl's --data joins its lines, and keeps their indentation.
set -euo pipefail
file=$(mktemp)
trap 'rm -f "$file"' EXIT
cat >"$file" <<'JSON'
{
  "pan": "ABCDE1234F",
  "name": "Asha"
}
JSON
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
