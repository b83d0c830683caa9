#!/usr/bin/env bash
# KamioKash API page. Step 1, requests: body + ":" + timestamp. Step 3, webhooks: timestamp + body.
# usage: kamiokash.sh WORK/kamiokash
set -euo pipefail
. "$(dirname "$0")/openssl.sh"

for dir in "$1"/*/; do
  case $(cat "$dir/scheme") in
    request) { cat "$dir/body"; printf ':'; cat "$dir/timestamp"; } >"$dir/signed" ;;
    webhook) cat "$dir/timestamp" "$dir/body" >"$dir/signed" ;;
    *) echo "$dir: unknown scheme" >&2; exit 1 ;;
  esac
  sign_with_openssl "$dir"
done
