#!/bin/sh
# image.sh TAG BASE: the application as Maven has packaged it outside, on a base image with a JRE.
# Not built again if nothing has changed.
set -eu
cd "$(dirname "$0")/.."
app=docker/target/braid
docker/assemble.sh $app
base=$(docker image inspect -f '{{.Id}}' "$2" 2>/dev/null) || {
  docker pull -q "$2" >/dev/null
  base=$(docker image inspect -f '{{.Id}}' "$2")
}
digest=$({ find $app docker/Dockerfile docker/marketplace.yaml -type f -print0 | sort -z | xargs -0 sha256sum; echo "$base"; } | sha256sum | cut -c 1-16)
if [ "$(docker image inspect -f '{{index .Config.Labels "io.braid.ingredients"}}' "$1" 2>/dev/null)" != "$digest" ]; then
  printf 'images: building %s\n' "$1" >&2
  DOCKER_BUILDKIT=0 docker build -q -t "$1" -f docker/Dockerfile --label "io.braid.ingredients=$digest" \
    --build-arg BUILD_IMAGE="$2" --build-arg BASE_IMAGE="$2" --build-arg PREBUILT=$app . >docker/target/build.log 2>&1 || {
    tail -n 20 docker/target/build.log >&2
    exit 1
  }
fi
