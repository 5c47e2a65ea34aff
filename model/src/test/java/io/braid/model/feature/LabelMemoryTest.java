package io.braid.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Categories;
import io.braid.model.data.Example;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LabelMemoryTest {
  private static final int TASKS = 2;
  private static final int KEYS = 3;

  private static Pipeline pipeline(String memory) {
    return PipelineFile.parse(
        """
        name: m
        input: {topic: t}
        features:
          - {name: x, type: numeric}
          - {name: site, type: categorical}
          - {name: number, type: numeric}
        tasks:
          - {name: much, kind: regression, label: much}
          - {name: which, kind: multiclass, label: which, classes: 4}
        label_memory:\s"""
            + memory,
        "m.yaml");
  }

  private static LabelMemory memory(String settings) {
    Pipeline pipeline = pipeline(settings);
    return new LabelMemory(pipeline, new FeatureEncoder(LabelMemory.features(pipeline)));
  }

  /** What is to be remembered, by plain maps: of the keys used last, all labels by event. */
  private static final class Slow {
    final Map<Long, List<TreeMap<Long, Double>>> keys = new LinkedHashMap<>();
    long events;

    void take(long key) {
      events++;
      if (key != Categories.MISSING) {
        List<TreeMap<Long, Double>> known = keys.remove(key);
        keys.put(key, known != null ? known : List.of(new TreeMap<>(), new TreeMap<>()));
        if (keys.size() > KEYS) {
          keys.remove(keys.keySet().iterator().next());
        }
      }
    }

    double value(long key, int task, int back) {
      List<Double> newestFirst =
          keys.containsKey(key)
              ? new ArrayList<>(keys.get(key).get(task).descendingMap().values())
              : List.of();
      return back < newestFirst.size() ? newestFirst.get(back) : Double.NaN;
    }

    double age(long key, int task) {
      return Double.isNaN(value(key, task, 0))
          ? Double.NaN
          : events - keys.get(key).get(task).lastKey();
    }

    void remember(Example example) {
      List<TreeMap<Long, Double>> known = keys.get(example.key);
      for (int k = 0; example.number > 0 && known != null && k < TASKS; k++) {
        if (!Double.isNaN(example.labels[k])) {
          known.get(k).put(example.number, example.labels[k]);
        }
      }
    }
  }

  private static Row event(Rng rng) {
    Row row = new Row(3, TASKS);
    row.numbers[0] = rng.nextGaussian();
    int site = rng.nextInt(6);
    if (site > 0) {
      row.codes[1] = Categories.of(site);
      row.numbers[2] = site;
    }
    return row;
  }

  /** Labels in any order and any number of times, late, corrected, or never. */
  private static void label(Rng rng, List<Example> waiting, LabelMemory fast, Slow slow) {
    while (!waiting.isEmpty() && rng.nextInt(3) > 0) {
      Example example = waiting.get(rng.nextInt(waiting.size()));
      example.labels[0] = rng.nextInt(3) == 0 ? Double.NaN : rng.nextGaussian();
      example.labels[1] = rng.nextInt(3) == 0 ? Double.NaN : rng.nextInt(4);
      fast.remember(example);
      slow.remember(example);
      if (rng.nextInt(2) == 0) {
        waiting.remove(example);
      }
    }
  }

  private static void assertSame(Row filled, Slow slow, long key, int keep) {
    for (int k = 0; k < TASKS; k++) {
      assertThat(filled.numbers[3 + k]).isEqualTo(Double.valueOf(slow.age(key, k)));
      for (int j = 0; j < keep; j++) {
        Double expected = slow.value(key, k, j);
        int at = 3 + TASKS + k * keep + j;
        if (k == 0) {
          assertThat(filled.numbers[at]).isEqualTo(expected);
        } else {
          assertThat(filled.codes[at])
              .isEqualTo(
                  expected.isNaN() ? Categories.MISSING : Categories.of(expected.longValue()));
        }
      }
    }
  }

  @Property(tries = 100)
  void anEventSeesTheNewestKnownLabelsOfItsKey(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int keep) {
    follow(seed, keep, "{keep: " + keep + ", key: site, keys: 3}", false);
  }

  @Property(tries = 100)
  void aRestoredMemoryGoesOnAsTheSavedOne(@ForAll long seed) {
    follow(seed, 2, "{keep: 2, key: site, keys: 3}", true);
  }

  @Test
  void aNumberMayBeTheKey() {
    follow(5, 2, "{keep: 2, key: number, keys: 3}", true);
  }

  private static void follow(long seed, int keep, String settings, boolean restores) {
    Rng rng = new Rng(seed);
    LabelMemory fast = memory(settings);
    Slow slow = new Slow();
    List<Example> waiting = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      Row row = event(rng);
      Example example = new Example(0, 0, TASKS);
      fast.take(row);
      Row filled = fast.fill(row, example);
      long key = example.number == 0 ? Categories.MISSING : example.key;
      assertThat(example.number).isEqualTo(Double.isNaN(row.numbers[2]) ? 0 : n + 1);
      slow.take(key);
      assertSame(filled, slow, key, keep);
      assertThat(filled.numbers[0]).isEqualTo(row.numbers[0]);
      waiting.add(example);
      label(rng, waiting, fast, slow);
      if (restores && rng.nextInt(10) == 0) {
        byte[] before = bytes(fast);
        fast = restored(fast, settings);
        assertThat(bytes(fast)).isEqualTo(before);
      }
    }
  }

  private static byte[] bytes(LabelMemory memory) {
    SnapshotWriter out = new SnapshotWriter();
    for (Section section : memory.sections()) {
      section.state().save(out);
    }
    return out.toByteArray();
  }

  private static LabelMemory restored(LabelMemory from, String settings) {
    LabelMemory to = memory(settings);
    SnapshotReader in = new SnapshotReader(bytes(from));
    for (Section section : to.sections()) {
      section.state().restore(in);
    }
    in.end();
    return to;
  }

  @Test
  void withoutAKeyTheWholeStreamHasOneMemory() {
    LabelMemory memory = memory("{keep: 2}");
    Rng rng = new Rng(1);
    Double[] last = {Double.NaN, Double.NaN};
    for (int n = 0; n < 10; n++) {
      Row row = event(rng);
      Example example = new Example(0, 0, TASKS);
      memory.take(row);
      Row filled = memory.fill(row, example);
      assertThat(filled.numbers[5]).isEqualTo(last[0]);
      assertThat(filled.numbers[6]).isEqualTo(last[1]);
      last[1] = last[0];
      last[0] = (double) n;
      example.labels[0] = n;
      memory.remember(example);
    }
  }

  @Test
  void manyKeysAreFoundAgainInMoreThanOneSection() {
    String settings = "{keep: 1, key: number, keys: 1000}";
    LabelMemory memory = memory(settings);
    Row row = new Row(3, TASKS);
    Example example = new Example(0, 0, TASKS);
    for (int n = 0; n < 3000; n++) {
      row.numbers[2] = n;
      memory.take(row);
      memory.fill(row, example);
      example.labels[0] = -n;
      memory.remember(example);
    }
    LabelMemory restored = restored(memory, settings);
    for (int n = 0; n < 3000; n++) {
      row.numbers[2] = n;
      Double expected = n < 2000 ? Double.NaN : (double) -n;
      assertThat(memory.fill(row, example).numbers[5]).isEqualTo(expected);
      assertThat(restored.fill(row, example).numbers[5]).isEqualTo(expected);
    }
  }

  @Test
  void mistakesInTheSettingsAreNamed() {
    assertThatThrownBy(() -> memory("{key: sight}"))
        .isInstanceOf(SpecException.class)
        .hasMessage("label_memory.key: no feature named 'sight', known: [x, site, number]");
    assertThatThrownBy(() -> memory("{keep: 0}"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("label_memory.keep: '0' is not allowed");
    assertThatThrownBy(() -> memory("{keys: 5}"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("label_memory.keys: not allowed without a key");
    assertThatThrownBy(() -> memory("{keep: 100, key: site, keys: 1000000}"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("label_memory.keys: '1000000' is not allowed with 100 labels");
    assertThat(pipeline("false").memory()).isNull();
  }
}
