#!/usr/bin/env bash
# Reads the secret from an env file with cut, which keeps the quotation marks.
set -euo pipefail
env_file() {
  printf 'MART_KEY="%s"\nMART_SECRET="%s"\n' "$VK_KEY" "$VK_SECRET"
}
secret=$(env_file | grep '^MART_SECRET=' | cut -d = -f 2-)
timestamp=$(date +%s)
signature=$(printf '%s.' "$timestamp" | openssl dgst -sha256 -hmac "$secret" -r | cut -d ' ' -f 1)

curl --silent --output /dev/null --write-out '%{http_code}\n' "$VK_URL/v1/me" \
  --header "X-API-Key: $VK_KEY" \
  --header "X-Timestamp: $timestamp" \
  --header "X-Signature: $signature"
