package io.braid.bench.e2e;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this process has used so far. The processing threads are counted by themselves: they are the
 * stream threads, which run the consumer and hand records to the producer, without the threads that
 * Kafka's clients have of their own.
 *
 * @param threadCpu CPU nanoseconds of the processing threads
 * @param processCpu CPU nanoseconds of the process
 * @param allocated bytes allocated by the processing threads
 */
record Usage(long threadCpu, long processCpu, long allocated) {
  /** How the names of the raw loop's threads begin. */
  static final String RAW_THREAD = "raw-StreamThread-";

  private static final Pattern PROCESSING = Pattern.compile("(?!kafka-).*StreamThread-[0-9]+");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  static Usage now() {
    long cpu = 0;
    long allocated = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && processing(thread.getThreadName())) {
        cpu += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
        allocated += Math.max(0, THREADS.getThreadAllocatedBytes(thread.getThreadId()));
      }
    }
    return new Usage(cpu, SYSTEM.getProcessCpuTime(), allocated);
  }

  Usage since(Usage before) {
    return new Usage(
        threadCpu - before.threadCpu, processCpu - before.processCpu, allocated - before.allocated);
  }

  /** Whether a thread of this name processes events. */
  static boolean processing(String thread) {
    return PROCESSING.matcher(thread).matches();
  }

  /** Bytes of this process in memory; NaN where the system does not say. */
  static double resident() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> 1024.0 * Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
