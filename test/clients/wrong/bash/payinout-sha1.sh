#!/usr/bin/env bash
# SHA-1: a line from an older script.
set -euo pipefail
timestamp=$(date +%s)
signature=$(printf '%s' "$timestamp$VK_EMAIL" |
  openssl dgst -sha1 -hmac "$VK_SECRET" -r | cut -d ' ' -f 1)

curl --silent --output /dev/null --write-out '%{http_code}\n' "$VK_URL/payin" \
  --header "X-App-Token: $VK_KEY" \
  --header "X-App-Access-Ts: $timestamp" \
  --header "X-App-Access-Sig: $signature" \
  --header 'Content-Type: application/json' \
  --data '{"amount":100}'
