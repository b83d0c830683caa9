#!/usr/bin/env bash
# Calls the API as the sandbox plays it, says what was not as expected, and writes reports for a CI system.
# The credential comes from VK_PROVIDER, VK_API_KEY, VK_API_SECRET and VK_CODE.
set -euo pipefail

npm install --global --no-audit --no-fund ./vk-cli-*.tgz

work=$(mktemp -d)
vk sandbox --provider "$VK_PROVIDER" --port 0 --ready-file "$work/ready.json" >"$work/log" 2>&1 &
sandbox=$!
trap '{ kill "$sandbox" && wait "$sandbox"; } || true; rm -r "$work"' EXIT

VK_BASE_URL=$(vk wait --ready-file "$work/ready.json") || { cat "$work/log"; exit 1; }
export VK_BASE_URL

mkdir -p reports
worst=0
check() {
  local name=$1 exit=0
  shift
  vk call "$@" --quiet --report "junit=reports/$name.xml" >"reports/$name.json" || exit=$?
  [ "$exit" -le "$worst" ] || worst=$exit
}

check balance GET /wallet/balance \
  --expect status=200 --expect header.X-API-Mode=sandbox \
  --expect body.data.currency=INR --expect 'body.data.balance>1000' --expect 'time<5s'
check pan POST /verify/pan pan=ABCDE1234F --expect status=200 --expect body.data.status=DUMMY
check no-pan POST /verify/pan --expect status=422 --expect body.error_code=VALIDATION_ERROR

case $worst in
  0) echo 'every answer was as expected' ;;
  1) echo 'an answer was not as expected' ;;
  3) echo 'the sandbox could not be reached' ;;
  *) echo "a call ended with $worst: see the exit codes of vk" ;;
esac
exit "$worst"
