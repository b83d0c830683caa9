#!/usr/bin/env bash
# Vistar Kriya, API Workspace page, "How HMAC signing works": timestamp + method + endpoint + body.
# usage: vistarkriya.sh WORK/vistarkriya
set -euo pipefail
. "$(dirname "$0")/openssl.sh"

for dir in "$1"/*/; do
  cat "$dir/timestamp" "$dir/method" "$dir/target" "$dir/body" >"$dir/signed"
  sign_with_openssl "$dir"
done
