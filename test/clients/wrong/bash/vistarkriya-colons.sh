#!/usr/bin/env bash
# Colons between the parts, which are joined by nothing.
set -euo pipefail
path=/api/v1/wallet/balance
timestamp=$(date +%s)
signature=$(printf '%s:%s:%s:%s' "$timestamp" GET "$path" '' |
  openssl dgst -sha256 -hmac "$VK_SECRET" -r | cut -d ' ' -f 1)

curl --silent --output /dev/null --write-out '%{http_code}\n' "${VK_URL%/api/v1}$path" \
  --header "X-API-Key: $VK_KEY" \
  --header "X-Timestamp: $timestamp" \
  --header "X-Signature: $signature" \
  --header "X-Tenant-Code: $VK_CODE"
