#!/usr/bin/env bash
# Influencemart, Authentication page, "The signature": `${X-Timestamp}.${rawRequestBody}`.
# usage: influencemart.sh WORK/influencemart
set -euo pipefail
. "$(dirname "$0")/openssl.sh"

for dir in "$1"/*/; do
  { cat "$dir/timestamp"; printf '.'; cat "$dir/body"; } >"$dir/signed"
  sign_with_openssl "$dir"
done
