#!/bin/sh
# assemble.sh FOLDER: gathers the application that Maven has built, with all it needs to run.
set -eu
cd "$(dirname "$0")/.."
rm -rf "$1"
mkdir -p "$1/lib" "$1/bin"
cp ops/cli/target/braid-cli.jar "$1/lib/"
tr ':' '\n' <ops/cli/target/classpath | while IFS= read -r jar; do
  # Modules built together are folders of classes, or jars beside them.
  if [ -d "$jar" ]; then jar=$(ls "${jar%/classes}"/braid-*.jar); fi
  cp "$jar" "$1/lib/"
done
# In the order Maven gave: two jars hold classes of the same names.
{ echo braid-cli.jar; tr ':' '\n' <ops/cli/target/classpath | while IFS= read -r jar; do
  if [ -d "$jar" ]; then jar=$(ls "${jar%/classes}"/braid-*.jar); fi
  basename "$jar"
done; } | sed 's|^|/opt/braid/lib/|' | paste -s -d : - >"$1/classpath"
install -m 755 docker/braid.sh "$1/bin/braid"
install -m 755 docker/health.sh "$1/bin/health"
