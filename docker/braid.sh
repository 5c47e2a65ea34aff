#!/bin/sh
# The braid command line in the image. BRAID_JAVA_OPTS: more options for the JVM.
# One thread per BLAS call: stream threads are the parallelism, and results stay repeatable.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
case ${BRAID_JAVA_OPTS:-} in
  *-XX:+Use*GC*) gc= ;; # two collectors at once would be refused
  *) gc=-XX:+UseG1GC ;;
esac
# Class data for a quick start, written when the image was built.
archive=/opt/braid/braid.jsa
if [ -e $archive ]; then cds=-XX:SharedArchiveFile=$archive; else cds=; fi
# shellcheck disable=SC2086 # options are words
# exec: the JVM itself gets SIGTERM, and commits before it ends.
exec java $gc -Xshare:auto $cds -Xlog:disable -Xlog:all=error:stderr \
  -XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError \
  -Dorg.bytedeco.javacpp.cachedir=/opt/braid/natives \
  -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Dorg.bytedeco.javacpp.maxBytes=0 \
  ${BRAID_JAVA_OPTS:-} -cp "$(cat /opt/braid/classpath)" ${BRAID_MAIN:-io.braid.cli.Main} "$@"
