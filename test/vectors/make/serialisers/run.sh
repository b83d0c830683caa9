#!/usr/bin/env bash
# Makes the vectors of serialisers: what each language's own library prints.
#
#   run.sh [LANGUAGE...]    javascript python php go java ruby csharp; all of them when none is named
#
# Needs, besides python3: node; php; go; java with the jars of libjackson2-databind-java,
# libgoogle-gson-java and libjson-simple-java; ruby; mono-mcs and libnewtonsoft-json5.0-cil.
set -euo pipefail
export LC_ALL=C.UTF-8
make=$(cd "$(dirname "$0")" && pwd)
out=$(cd "$make/../../serialisers" && pwd)

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/in"
python3 -B "$make/inputs.py" spread "$tmp/in"

javascript() { node "$make/print.mjs" "$1"; }
python() { python3 -B "$make/print_json.py" "$1"; }
php() { command php "$make/print.php" "$1"; }
go() { command go run "$make/print.go" "$1"; }
ruby() { command ruby "$make/print.rb" "$1"; }

java() {
  local jars=/usr/share/java
  command java -Dfile.encoding=UTF-8 \
    -cp "$jars/jackson-core.jar:$jars/jackson-databind.jar:$jars/jackson-annotations.jar:$jars/gson.jar:$jars/json-simple.jar" \
    "$make/Print.java" "$1"
}

csharp() {
  local library=/usr/lib/cli/Newtonsoft.Json-5.0
  mcs "-out:$tmp/print.exe" "-r:$library/Newtonsoft.Json.dll" "$make/Print.cs"
  MONO_PATH=$library TZ=UTC mono "$tmp/print.exe" "$1"
}

if [ $# -eq 0 ]; then
  set -- javascript python php go java ruby csharp
fi
for language in "$@"; do
  "$language" "$tmp/in" > "$tmp/out"
  python3 -B "$make/inputs.py" gather "$language" "$out" < "$tmp/out"
  echo "$language: $(wc -l < "$tmp/out") vectors"
done
