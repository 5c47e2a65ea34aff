package io.braid.bench.e2e;

/** Something that reads a feed and writes a record per event to the job's output topic. */
interface Contestant extends AutoCloseable {

  /** Starts; returns when it runs. */
  void start() throws Exception;

  /** Why it has failed; null if it has not. */
  Throwable failure();

  /** Stops cleanly. */
  @Override
  void close();

  /** Makes the contestant a job names. */
  static Contestant of(Job job, String bootstrapServers, String stateDirectory) {
    if (job.contestant().equals("raw")) {
      return new RawLoop(job, bootstrapServers);
    }
    if (job.contestant().equals("identity") || job.contestant().startsWith("moa ")) {
      return new PlainTopology(job, bootstrapServers, stateDirectory);
    }
    if (job.contestant().startsWith(WatchedApplication.PREFIX)) {
      return new WatchedApplication(job, bootstrapServers, stateDirectory);
    }
    return new BraidApplication(job, bootstrapServers, stateDirectory);
  }
}
