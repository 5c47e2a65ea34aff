package io.braid.bench.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that runs one contestant again and again, so that each has a virtual machine compiled
 * for it alone and stays warm while the others have their turn. Jobs come on standard input, one
 * JSON object a line; outcomes go to standard output likewise.
 */
public final class Worker {
  private Worker() {}

  /**
   * @param args bootstrap servers, directory for state
   */
  public static void main(String[] args) throws Exception {
    ObjectMapper json = new ObjectMapper();
    PrintStream answers = System.out;
    System.setOut(System.err);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Job job = json.readValue(line, Job.class);
      Path directory = Path.of(args[1]);
      if (job.kind() == Job.Kind.SERVE) {
        try (Contestant contestant =
            Contestant.of(job, args[0], directory.resolve(job.name()).toString())) {
          contestant.start();
          answers.println(json.writeValueAsString(Outcome.nothing()));
          in.readLine();
        }
        Folders.delete(directory.resolve(job.name()));
        answers.println(json.writeValueAsString(Outcome.nothing()));
      } else {
        Outcome outcome = new Drain(job, args[0], directory).run();
        answers.println(json.writeValueAsString(outcome));
      }
      answers.flush();
    }
    System.exit(0);
  }
}
