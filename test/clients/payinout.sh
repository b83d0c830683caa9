#!/usr/bin/env bash
# PayIn/PayOut with nothing but bash, openssl and curl.
# Usage: payinout.sh POST PATH [BODY-FILE]; prints the answer, and its status on standard error.
set -euo pipefail
body=${3:-/dev/null}

timestamp=$(date +%s)
signature=$(printf '%s' "$timestamp$VK_EMAIL" |
  openssl dgst -sha256 -hmac "$VK_API_SECRET" -r | cut -d ' ' -f 1)
curl --silent --show-error --globoff --path-as-is --request "$1" \
  --write-out '%{stderr}%{http_code}\n' \
  --header 'Content-Type: application/json' \
  --header 'Accept: application/json, text/plain' \
  --header "X-App-Token: $VK_API_KEY" \
  --header "X-App-Access-Ts: $timestamp" \
  --header "X-App-Access-Sig: $signature" \
  --data-binary "@$body" "$VK_BASE_URL$2"
