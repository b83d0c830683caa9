#!/usr/bin/env bash
# echo ends the string-to-sign with a newline.
set -euo pipefail
body='{"externalId":"cust_abc123","firstName":"Leo","lastName":"Kash"}'
timestamp=$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)
signature=$(echo "$body:$timestamp" | openssl dgst -sha256 -hmac "$VK_SECRET" -r | cut -d ' ' -f 1)

curl --silent --output /dev/null --write-out '%{http_code}\n' "$VK_URL/member" \
  --header "X-API-Key: $VK_KEY" \
  --header "X-Timestamp: $timestamp" \
  --header "X-Signature: $signature" \
  --header 'Content-Type: application/json' \
  --data "$body"
