#!/usr/bin/env bash
# Makes every JSON file of test/vectors again, and checks them.
#
#   run.sh              write the files in place
#   run.sh --compare    write to a temporary directory and compare with the files in place
#
# Needs bash, python3 (3.10 or newer), php (8.0 or newer), java (11 or newer) and openssl (1.1.1 or newer).
set -euo pipefail
export LC_ALL=C
make=$(cd "$(dirname "$0")" && pwd)
vectors=$(dirname "$make")

compare=
case ${1-} in
  '') ;;
  --compare) compare=1 ;;
  *) echo "usage: run.sh [--compare]" >&2; exit 2 ;;
esac

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/work" "$tmp/out"

echo "python: $(python3 -V | cut -d' ' -f2), php: $(php -r 'echo PHP_VERSION;'), java: $(java --version | head -n 1), $(openssl version | cut -d' ' -f1,2)"

python3 -B "$make/vectors.py" spread "$tmp/work"

php "$make/vistarkriya.php" "$tmp/work/vistarkriya"
bash "$make/vistarkriya.sh" "$tmp/work/vistarkriya"
python3 -B "$make/kamiokash.py" "$tmp/work/kamiokash"
bash "$make/kamiokash.sh" "$tmp/work/kamiokash"
bash "$make/influencemart.sh" "$tmp/work/influencemart"
php "$make/influencemart.php" "$tmp/work/influencemart"
python3 -B "$make/payinout.py" "$tmp/work/payinout"
java "$make/PayInOut.java" "$tmp/work/payinout"

python3 -B "$make/vectors.py" gather "$tmp/work" "$tmp/out"
python3 -B "$make/rfc4231.py" "$tmp/out"

python3 -B "$make/check.py" "$tmp/out"
php "$make/check.php" "$tmp/out"

for f in vistarkriya kamiokash influencemart payinout rfc4231; do
  if [ -n "$compare" ]; then
    cmp "$tmp/out/$f.json" "$vectors/$f.json"
  else
    cp "$tmp/out/$f.json" "$vectors/$f.json"
  fi
done
if [ -n "$compare" ]; then
  echo "run.sh: the same bytes as the files in place"
fi
