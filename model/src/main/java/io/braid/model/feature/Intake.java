package io.braid.model.feature;

import io.braid.model.data.Example;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.spec.LabelSlots;
import io.braid.model.spec.Pipeline;
import java.util.ArrayList;
import java.util.List;

/**
 * From rows to examples: the encoders, what is remembered of labels, and the members of families of
 * tasks. Not thread-safe.
 */
public final class Intake {
  private final Pipeline pipeline;
  private final FeatureEncoder encoder;
  private final LabelMemory memory;
  private final Members members;

  /** What a replay remembers, made at the first: no state. */
  private LabelMemory echo;

  private final Example unused = new Example(0, 0, 0);
  private long observed;

  /**
   * @param pipeline bound: no globs among its features
   * @throws io.braid.model.spec.SpecException if an encoder or one of its settings is wrong
   */
  public Intake(Pipeline pipeline) {
    this.pipeline = pipeline;
    encoder = new FeatureEncoder(LabelMemory.features(pipeline));
    memory = pipeline.memory() == null ? null : new LabelMemory(pipeline, encoder);
    members = Members.of(pipeline.tasks());
  }

  /** The encoders. */
  public FeatureEncoder encoder() {
    return encoder;
  }

  /** The members of families of tasks; null if there are none. */
  public Members members() {
    return members;
  }

  /** An example of the right shape. */
  public Example newExample() {
    return new Example(
        encoder.denseWidth(),
        encoder.sparseWidth(),
        LabelSlots.of(pipeline.tasks()).total(),
        members != null);
  }

  /** Takes a new row in without encoding it. */
  public void observe(Row row) {
    observed++;
    if (members != null) {
      members.take(row);
    }
    if (memory == null) {
      encoder.observe(row);
    } else {
      memory.take(row);
      encoder.observe(memory.fill(row, unused));
    }
  }

  /** {@link #observe}, then {@link #encode}, in one go. */
  public void take(Row row, Example into) {
    observed++;
    into.features.clear();
    if (members != null) {
      members.take(row);
    }
    if (memory != null) {
      memory.take(row);
    }
    encoder.take(memory == null ? row : memory.fill(row, into), into.features);
    copyRest(row, into);
  }

  /** As {@link #take}, but only the encoders' statistics move, the first of the sections. */
  public void ask(Row row, Example into) {
    observed++;
    into.features.clear();
    encoder.take(memory == null ? row : memory.fillNext(row, into), into.features);
    into.number = 0;
    copyRest(row, into);
  }

  /** Encodes a row that has been taken in; changes no state. */
  public void encode(Row row, Example into) {
    into.features.clear();
    encoder.encode(memory == null ? row : memory.fill(row, into), into.features);
    copyRest(row, into);
  }

  /**
   * Encodes a row that was taken in and learned before, one of several in their order, with the
   * labels remembered of those replayed before it alone; changes no state.
   */
  public void replay(Row row, Example into) {
    if (memory == null) {
      encode(row, into);
      return;
    }
    if (echo == null) {
      echo = new LabelMemory(pipeline, encoder);
    }
    into.features.clear();
    echo.take(row);
    encoder.encode(echo.fill(row, into), into.features);
    copyRest(row, into);
    echo.remember(into);
    into.number = 0;
  }

  private void copyRest(Row row, Example into) {
    System.arraycopy(row.labels, 0, into.labels, 0, into.labels.length);
    into.weight = row.weight;
    if (members != null) {
      members.write(row, into.features);
    }
  }

  /** Remembers the labels of an example that was learned. */
  public void learned(Example example) {
    if (memory != null) {
      memory.remember(example);
    }
  }

  /** The encoders' statistics. */
  public Section statistics() {
    return new Section("encoder", encoder, () -> observed);
  }

  /** Everything else. */
  public List<Section> rest() {
    List<Section> all = new ArrayList<>();
    if (memory != null) {
      all.addAll(memory.sections());
    }
    if (members != null) {
      all.addAll(members.sections());
    }
    return all;
  }
}
