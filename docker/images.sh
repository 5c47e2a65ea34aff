#!/usr/bin/env bash
# Builds every image of compose.yaml (but Grafana's) on this machine, from Debian and Maven Central
# packages alone: for machines that reach no image registry. Where one can be reached, this script
# is not needed.
#
#   docker/images.sh                   all images, tagged local/...
#   docker/images.sh braid kafka       some of: base kafka registry prometheus braid
#   docker/images.sh --install ...     installs and starts the engine first, if it is missing
#
# Needs root (mmdebstrap), a Docker engine, mmdebstrap, Maven. An image whose ingredients have not
# changed is not built again. Packages come from the mirror that apt on this machine uses.
set -euo pipefail
cd "$(dirname "$0")/.."

PREFIX=local/
SUITE=trixie
JAVA=21
KAFKA=4.3.1
REGISTRY=3.3.3
PROMETHEUS=2.53.3
VERSION=0.1.0
TARGET=docker/target
export DOCKER_BUILDKIT=0

say() { printf 'images: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

install_engine() {
  if ! command -v dockerd >/dev/null || ! command -v mmdebstrap >/dev/null || ! command -v docker-compose >/dev/null; then
    say "installing the engine"
    apt-get update -qq
    # Newer releases of Debian keep the command line in a package of its own.
    local cli=
    apt-cache show docker-cli >/dev/null 2>&1 && cli=docker-cli
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      docker.io $cli iptables iproute2 mmdebstrap docker-compose >/dev/null
  fi
  if ! docker info >/dev/null 2>&1; then
    say "starting the engine"
    mkdir -p "$TARGET"
    setsid nohup dockerd </dev/null >"$TARGET/dockerd.log" 2>&1 &
    for _ in $(seq 60); do
      docker info >/dev/null 2>&1 && return
      sleep 0.5
    done
    tail -n 5 "$TARGET/dockerd.log" >&2
    fail "the engine does not answer"
  fi
}

# current TAG INGREDIENT...: whether the image is there and was built of these very ingredients.
# An ingredient is a file, a folder or any other text.
current() {
  local tag=$1
  shift
  digest=$(for i in "$@"; do
    if [ -d "$i" ]; then (cd "$i" && find . -type f -print0 | sort -z | xargs -0 sha256sum); elif [ -f "$i" ]; then cat "$i"; else echo "$i"; fi
  done | sha256sum | cut -c 1-16)
  [ "$(docker image inspect -f '{{index .Config.Labels "io.braid.ingredients"}}' "$tag" 2>/dev/null)" = "$digest" ]
}

# rootfs FOLDER PACKAGE...: packages of Debian unpacked into a folder
rootfs() {
  local root=$1 site security
  shift
  command -v mmdebstrap >/dev/null || fail "mmdebstrap is missing: apt-get install mmdebstrap, or --install"
  # The mirror of this machine's own configuration; Debian's layout has the security archive beside it.
  site=$(apt-get indextargets --format '$(SITE) $(LABEL)' 'Created-By: Packages' | sed -n 's/ Debian$//p' | head -n 1)
  security=$(apt-get indextargets --format '$(SITE) $(LABEL)' 'Created-By: Packages' | sed -n 's/ Debian-Security$//p' | head -n 1)
  [ -n "$site" ] || fail "apt on this machine names no mirror of Debian"
  rm -rf "$root"
  mmdebstrap --quiet --mode=root --variant=extract --format=directory \
    --include="$(IFS=,; echo "$*")" "$SUITE" "$root" \
    "deb $site $SUITE main" "deb ${security:-$site-security} $SUITE-security main"
  # What installation scripts would do, as far as it is needed.
  mkdir -p "$root"/etc "$root"/tmp "$root"/root
  chmod 1777 "$root/tmp"
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
  printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$root/etc/nsswitch.conf"
  [ -e "$root/usr/bin/sh" ] || ln -s bash "$root/usr/bin/sh"
  for tool in $("$root/usr/bin/busybox" --list); do
    [ -e "$root/usr/bin/$tool" ] || [ -e "$root/usr/sbin/$tool" ] || ln -s busybox "$root/usr/bin/$tool"
  done
  rm -rf "$root"/var/cache/apt "$root"/var/lib/apt "$root"/usr/share/{doc,man,locale} "$root"/dev/*
}

base() {
  local tag=${PREFIX}jre-base:$JAVA root=$TARGET/base
  current "$tag" "$SUITE $JAVA" docker/images.sh && return
  say "building $tag"
  rootfs "$root" "openjdk-$JAVA-jre-headless" busybox-static bash libc6 libstdc++6 libgomp1 zlib1g
  local home=/usr/lib/jvm/java-$JAVA-openjdk-$(dpkg --print-architecture)
  ln -sf "$home/bin/java" "$root/usr/bin/java"
  tar -C "$root" --numeric-owner -cf - . | docker import \
    -c "ENV JAVA_HOME=$home" -c 'ENV PATH=/usr/sbin:/usr/bin:/sbin:/bin' \
    -c "LABEL io.braid.ingredients=$digest" - "$tag" >/dev/null
  rm -rf "$root"
}

kafka() {
  local tag=${PREFIX}apache/kafka:$KAFKA context=$TARGET/kafka
  base
  current "$tag" "$KAFKA" docker/local/kafka "$(base_id)" && return
  say "building $tag"
  rm -rf "$context"
  cp -r docker/local/kafka "$context"
  mvn -q -B -Dstyle.color=never -f "$context/pom.xml" -Dkafka.version="$KAFKA" dependency:copy-dependencies -DoutputDirectory=jars
  build "$tag" "$context"
}

registry() {
  local tag=${PREFIX}apicurio/apicurio-registry:$REGISTRY context=$TARGET/registry
  base
  current "$tag" "$REGISTRY" docker/local/registry "$(base_id)" && return
  say "building $tag"
  rm -rf "$context"
  cp -r docker/local/registry "$context"
  mvn -q -B -Dstyle.color=never dependency:copy -N -Dartifact="io.apicurio:apicurio-registry-app:$REGISTRY:tar.gz:all" \
    -DoutputDirectory="$PWD/$context"
  mkdir "$context/app"
  tar -xzf "$context"/*.tar.gz -C "$context/app"
  rm "$context"/*.tar.gz
  build "$tag" "$context"
}

prometheus() {
  local tag=${PREFIX}prom/prometheus:v$PROMETHEUS root=$TARGET/prometheus
  current "$tag" "$SUITE" docker/images.sh && return
  say "building $tag"
  rootfs "$root" prometheus busybox-static bash libc6
  install -d -o 65534 -g 65534 "$root/prometheus"
  tar -C "$root" --numeric-owner -cf - . | docker import \
    -c 'USER nobody' -c 'WORKDIR /prometheus' -c 'VOLUME /prometheus' -c 'EXPOSE 9090' \
    -c 'ENTRYPOINT ["/usr/bin/prometheus"]' \
    -c 'CMD ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]' \
    -c "LABEL io.braid.ingredients=$digest" - "$tag" >/dev/null
  rm -rf "$root"
}

braid() {
  base
  say "building the application"
  mvn -q -B -Dstyle.color=never -Dmaven.test.skip=true -Dspotless.check.skip=true package -pl ops/cli -am
  docker/image.sh "${PREFIX}braid:$VERSION" "${PREFIX}jre-base:$JAVA"
}

base_id() { docker image inspect -f '{{.Id}}' "${PREFIX}jre-base:$JAVA"; }

build() {
  docker build -q -t "$1" --build-arg BASE="${PREFIX}jre-base:$JAVA" --label "io.braid.ingredients=$digest" \
    "$2" >"$TARGET/build.log" 2>&1 || { tail -n 20 "$TARGET/build.log" >&2; exit 1; }
}

if [ "${1:-}" = --install ]; then
  shift
  install_engine
fi
docker info >/dev/null 2>&1 || fail "no Docker engine answers: start one, or use --install"
mkdir -p "$TARGET"
# The build sees by this file that the images of this machine are to be used.
touch "$TARGET/images-are-local"
[ $# -gt 0 ] || set -- base kafka registry prometheus braid
for image in "$@"; do
  case $image in
    base | kafka | registry | prometheus | braid) "$image" ;;
    *) fail "no image named '$image', known: base kafka registry prometheus braid" ;;
  esac
done
