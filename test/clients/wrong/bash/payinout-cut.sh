#!/usr/bin/env bash
# Cuts the digest at a column, which is one of another digest's.
set -euo pipefail
timestamp=$(date +%s)
signature=$(printf '%s' "$timestamp$VK_EMAIL" |
  openssl dgst -sha256 -hmac "$VK_SECRET" -r | cut -c 1-40)

curl --silent --output /dev/null --write-out '%{http_code}\n' "$VK_URL/balance" \
  --header "X-App-Token: $VK_KEY" \
  --header "X-App-Access-Ts: $timestamp" \
  --header "X-App-Access-Sig: $signature" \
  --header 'Content-Type: application/json' \
  --data '{}'
