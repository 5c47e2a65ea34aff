package io.braid.topology.crash;

import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.learner.ModelFile;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.Transfer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A learner that begins with another's trunk and one of its heads, and keeps the trunk still for a
 * while, then moves it slowly. Every process makes the file it begins with anew, to the same bits.
 */
public final class WarmStartSubject implements CrashSubject<Prequential> {
  private static final String FEATURES =
      """
      name: warm
      features:
        - {name: a, type: numeric}
        - {name: b, type: numeric}
        - {name: city, type: categorical}
      trunk: {kind: mlp, hidden: [16, 8]}
      optimizer: {kind: adam, learning_rate: 2e-3}
      """;

  private static final Pipeline SOURCE =
      PipelineFile.parse(
          FEATURES + "tasks: [{name: hours, kind: regression, label: hours}]\n", "source.yaml");

  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          FEATURES
              + """
              tasks:
                - {name: late, kind: binary, label: late, head: rls}
                - {name: hours, kind: regression, label: hours}
              freeze: [{part: trunk, steps: 900}, {part: head.late, steps: 1500}]
              rates: {trunk: 0.1}
              """,
          "warm.yaml");

  private static final Path FILE = file();

  private final RowBinder binder = new RowBinder(PIPELINE);
  private final Row row = binder.newRow();

  private static Path file() {
    try {
      Path folder = Files.createDirectories(Path.of("target"));
      Path made = Files.createTempFile(folder, "warm-start", ".new");
      Files.write(made, ModelFile.encode(learned(0, 600)));
      return Files.move(
          made, folder.resolve("warm-start.braid"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the learner begins with, learned from so many events. */
  public static Prequential learned(long seed, int events) {
    Prequential source = new Prequential(SOURCE);
    RowBinder binder = new RowBinder(SOURCE);
    Row row = binder.newRow();
    for (int i = 0; i < events; i++) {
      fill(binder, row, new Rng(seed + 1_000_000 + i), false);
      source.predict(row);
      source.learn(row);
    }
    return source;
  }

  /** A new learner that is to begin with a file. */
  public static Prequential of(Path file) {
    Transfer.WarmStart start = new Transfer.WarmStart(file.toString(), true, true);
    return new Prequential(PIPELINE.with(PIPELINE.transfer().from(start)));
  }

  @Override
  public Prequential create() {
    return of(FILE);
  }

  @Override
  public byte[] event(long i) {
    return ByteBuffer.allocate(Long.BYTES).putLong(i).array();
  }

  @Override
  public byte[] predict(Prequential learner, byte[] event) {
    fill(event);
    Prediction said = learner.replay(row);
    return ByteBuffer.allocate(Long.BYTES + 2 * Float.BYTES)
        .putLong(said.step)
        .putFloat(said.outputs[0][0])
        .putFloat(said.outputs[1][0])
        .array();
  }

  @Override
  public void learn(Prequential learner, byte[] event) {
    fill(event);
    learner.predict(row);
    learner.learn(row);
  }

  private void fill(byte[] event) {
    fill(binder, row, new Rng(ByteBuffer.wrap(event).getLong()), true);
  }

  private static void fill(RowBinder binder, Row row, Rng rng, boolean both) {
    double a = rng.nextGaussian();
    int city = rng.nextInt(12);
    try {
      binder.begin(row);
      if (rng.nextInt(10) > 0) {
        binder.number(0, a);
      }
      binder.number(1, 100 * rng.nextGaussian());
      binder.text(2, "city " + city);
      int hours = both ? 1 : 0;
      if (rng.nextInt(3) > 0) {
        binder.labelNumber(hours, 10 + 3 * a * a + city);
      }
      if (both && rng.nextInt(3) > 0) {
        binder.labelFlag(0, a + city * 0.1 > 1);
      }
    } catch (RejectedException e) {
      throw new AssertionError(e);
    }
  }
}
