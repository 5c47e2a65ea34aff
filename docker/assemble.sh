#!/bin/sh
# assemble.sh FOLDER: gathers the application that Maven has packaged, with all it needs to run.
set -eu
cd "$(dirname "$0")/.."
rm -rf "$1"
mkdir -p "$1/lib" "$1/bin"
# In the order Maven gave: two jars hold classes of the same names. In builds of several modules an
# entry may be a folder of classes; the module's jar is beside it.
{ echo ops/cli/target/braid-cli.jar; tr ':' '\n' <ops/cli/target/classpath; echo; } |
  while IFS= read -r jar; do
    [ -n "$jar" ] || continue
    if [ -d "$jar" ]; then jar=$(ls "${jar%/classes}"/braid-*.jar); fi
    cp "$jar" "$1/lib/"
    printf '%s/opt/braid/lib/%s' "${sep-}" "$(basename "$jar")"
    sep=:
  done >"$1/classpath"
install -m 755 docker/braid.sh "$1/bin/braid"
install -m 755 docker/health.sh "$1/bin/health"
