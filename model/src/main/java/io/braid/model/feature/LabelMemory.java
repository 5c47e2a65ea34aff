package io.braid.model.feature;

import io.braid.model.data.Categories;
import io.braid.model.data.Example;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Component;
import io.braid.model.spec.Feature;
import io.braid.model.spec.Memory;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The last known labels of the same key as features of the next event, with the age of the newest:
 * where the last label predicts the next one, nothing predicts it better. Each becomes a feature
 * like any other (a number standardised as it goes, a class one-hot), missing until it is known.
 *
 * <p>"Last" is by the order in which the <em>events</em> came. A label is there from the moment at
 * which it is learned: with labels on the events from the next event on, with labels that come
 * later not before they have. One that comes after that of a later event is put in its place behind
 * it; a correction replaces what it corrects. The age of a label is the number of events of the
 * stream since its own event, on a logarithmic scale.
 *
 * <p>Events get their number and keys their place when they are taken in, labels are remembered
 * when they are learned; both are state. Of a key that has been forgotten, or an event without a
 * key, nothing is remembered. Allocates nothing per event. Not thread-safe.
 */
public final class LabelMemory {
  /** Slots per section. */
  private static final int SHARD = 256;

  /** 16 bytes each. */
  private static final int MOST_CELLS = 1 << 22;

  private final int first;
  private final int tasks;
  private final int keep;
  private final int keyFeature;
  private final boolean keyIsCategory;
  private final boolean[] isClass;
  private final Row full;
  private final RecentKeys keys;

  /** By slot, task and place: the label, and the number of its event, 0 where there is none. */
  private final double[] values;

  private final long[] numbers;

  private final long[] versions;
  private final int[] saved;
  private boolean stale;
  private long events;

  /**
   * @param pipeline bound, with a label memory
   * @param encoder of {@link #features}
   * @throws SpecException if the key is not a feature
   */
  public LabelMemory(Pipeline pipeline, FeatureEncoder encoder) {
    Memory memory = pipeline.memory();
    first = pipeline.features().size();
    tasks = pipeline.tasks().size();
    keep = memory.keep();
    keyFeature = memory.key() == null ? -1 : keyFeature(memory.key(), pipeline.features());
    keyIsCategory = keyFeature >= 0 && encoder.input(keyFeature) == Encoder.Input.CATEGORY;
    if (keyFeature >= 0 && encoder.input(keyFeature) == Encoder.Input.TEXT) {
      throw new SpecException(
          "label_memory.key",
          "'" + memory.key() + "' is not allowed, it is read as text, must be categorical");
    }
    isClass = new boolean[tasks];
    for (int k = 0; k < tasks; k++) {
      if (pipeline.tasks().get(k).labelValues() > 1) {
        throw new SpecException(
            "label_memory",
            "not allowed with task '"
                + pipeline.tasks().get(k).name()
                + "', whose label has several values");
      }
      isClass[k] = pipeline.tasks().get(k).kind() == Task.Kind.MULTICLASS;
    }
    full = new Row(first + tasks * (keep + 1), tasks);
    keys = new RecentKeys(memory.keys());
    long cells = (long) memory.keys() * tasks * keep;
    if (cells > MOST_CELLS) {
      throw new SpecException(
          "label_memory.keys",
          "'%d' is not allowed with %d labels of %d tasks, must be at most %d: their product is"
                  .formatted(memory.keys(), keep, tasks, MOST_CELLS / (tasks * keep))
              + " held in memory");
    }
    values = new double[(int) cells];
    numbers = new long[(int) cells];
    versions = new long[(memory.keys() + SHARD - 1) / SHARD];
    saved = new int[versions.length];
  }

  private static int keyFeature(String key, List<Feature> features) {
    for (int f = 0; f < features.size(); f++) {
      if (features.get(f).name().equals(key)) {
        return f;
      }
    }
    throw new SpecException(
        "label_memory.key",
        "no feature named '"
            + key
            + "', known: "
            + features.stream().map(Feature::name).limit(20).toList());
  }

  /**
   * All features of a pipeline: those of its events, then those remembered, if there are any. The
   * ages, on another scale, come first: a {@link NumericBlock} then ends where the events' features
   * do, which are all there when remembered ones are still missing.
   */
  public static List<Feature> features(Pipeline pipeline) {
    if (pipeline.memory() == null) {
      return pipeline.features();
    }
    List<Feature> all = new ArrayList<>(pipeline.features());
    Component number = component("numeric", "scale", "standard");
    Component age = component("numeric", "scale", "log");
    for (Task task : pipeline.tasks()) {
      String name = "age of last " + task.name();
      all.add(new Feature(name, name, age));
    }
    for (Task task : pipeline.tasks()) {
      for (int j = 1; j <= pipeline.memory().keep(); j++) {
        String name = (j == 1 ? "last " : "last but " + (j - 1) + " ") + task.name();
        all.add(
            new Feature(name, name, task.kind() == Task.Kind.MULTICLASS ? classes(task) : number));
      }
    }
    return all;
  }

  private static Component classes(Task task) {
    List<String> indices = new ArrayList<>();
    for (int c = 0; c < task.classes().size(); c++) {
      indices.add(Integer.toString(c));
    }
    return component("categorical", "values", indices);
  }

  private static Component component(String kind, String key, Object value) {
    return new Component(kind, Map.of(key, value), "label_memory");
  }

  /** Takes a new event in: counts it, and makes room for its key. */
  public void take(Row row) {
    refresh();
    events++;
    if (!hasKey(row)) {
      return;
    }
    int slot = keys.use(key(row), events);
    if (slot < 0) {
      slot = -1 - slot;
      int cells = tasks * keep;
      Arrays.fill(numbers, slot * cells, (slot + 1) * cells, 0L);
    }
    versions[slot / SHARD]++;
  }

  /**
   * The row of the event last taken in with what is remembered.
   *
   * @param into learns whose event it is, for {@link #remember}
   * @return of all {@link #features}; reused by the next call
   */
  public Row fill(Row row, Example into) {
    return fill(row, into, events);
  }

  /** The same of an event that is only asked about, as if it came next. */
  public Row fillNext(Row row, Example into) {
    return fill(row, into, events + 1);
  }

  private Row fill(Row row, Example into, long number) {
    refresh();
    System.arraycopy(row.numbers, 0, full.numbers, 0, first);
    System.arraycopy(row.codes, 0, full.codes, 0, first);
    System.arraycopy(row.texts, 0, full.texts, 0, first);
    full.pixels = row.pixels;
    boolean keyed = hasKey(row);
    into.key = keyed ? key(row) : 0;
    into.number = keyed ? number : 0;
    int slot = keyed ? keys.find(into.key) : -1;
    for (int k = 0; k < tasks; k++) {
      int from = (slot * tasks + k) * keep;
      boolean any = slot >= 0 && numbers[from] > 0;
      full.numbers[first + k] = any ? number - numbers[from] : Double.NaN;
      for (int j = 0; j < keep; j++) {
        boolean known = slot >= 0 && numbers[from + j] > 0;
        int at = first + tasks + k * keep + j;
        if (isClass[k]) {
          full.codes[at] = known ? Categories.of((long) values[from + j]) : Categories.MISSING;
        } else {
          full.numbers[at] = known ? values[from + j] : Double.NaN;
        }
      }
    }
    return full;
  }

  /** Remembers the labels present in an example. */
  public void remember(Example example) {
    refresh();
    int slot = example.number == 0 ? -1 : keys.find(example.key);
    for (int k = 0; slot >= 0 && k < tasks; k++) {
      if (!Double.isNaN(example.labels[k])) {
        insert((slot * tasks + k) * keep, example.number, example.labels[k]);
        versions[slot / SHARD]++;
      }
    }
  }

  /** Newest first; no two of one event. */
  private void insert(int from, long number, double label) {
    int at = from;
    int end = from + keep;
    while (at < end && numbers[at] > number) {
      at++;
    }
    if (at == end) {
      return;
    }
    if (numbers[at] != number) {
      System.arraycopy(numbers, at, numbers, at + 1, end - 1 - at);
      System.arraycopy(values, at, values, at + 1, end - 1 - at);
    }
    numbers[at] = number;
    values[at] = label;
  }

  private boolean hasKey(Row row) {
    return keyFeature < 0
        || (keyIsCategory
            ? row.codes[keyFeature] != Categories.MISSING
            : !Double.isNaN(row.numbers[keyFeature]));
  }

  private long key(Row row) {
    if (keyFeature < 0) {
      return 0;
    }
    // Adding 0 makes a negative zero positive.
    return keyIsCategory
        ? row.codes[keyFeature]
        : Double.doubleToLongBits(row.numbers[keyFeature] + 0.0);
  }

  /** The state: the count of events, and the memory in parts, of which those unused are empty. */
  public List<Section> sections() {
    List<Section> all = new ArrayList<>();
    all.add(new Section("memory", new Count(), () -> events));
    for (int s = 0; s < versions.length; s++) {
      int shard = s;
      all.add(new Section("memory." + s, new Shard(s), () -> versions[shard]));
    }
    return all;
  }

  /** After sections have been restored, in whatever order, puts the keys in theirs. */
  private void refresh() {
    if (stale) {
      keys.rebuild(Arrays.stream(saved).sum());
      stale = false;
    }
  }

  private final class Count implements State {
    @Override
    public void save(SnapshotWriter out) {
      out.putLong(events);
    }

    @Override
    public void restore(SnapshotReader in) {
      events = in.getLong();
    }
  }

  private final class Shard implements State {
    private final int shard;

    Shard(int shard) {
      this.shard = shard;
    }

    @Override
    public void save(SnapshotWriter out) {
      refresh();
      int from = shard * SHARD;
      int to = Math.max(from, Math.min(keys.size(), from + SHARD));
      int cells = tasks * keep;
      out.putLongs(Arrays.copyOfRange(keys.keys, from, to));
      out.putLongs(Arrays.copyOfRange(keys.used, from, to));
      out.putLongs(Arrays.copyOfRange(numbers, from * cells, to * cells));
      out.putDoubles(Arrays.copyOfRange(values, from * cells, to * cells));
    }

    @Override
    public void restore(SnapshotReader in) {
      long[] its = in.getLongs();
      int from = shard * SHARD;
      if (its.length > Math.min(SHARD, keys.keys.length - from)) {
        throw new SnapshotException(its.length + " remembered keys are too many");
      }
      int cells = tasks * keep;
      System.arraycopy(its, 0, keys.keys, from, its.length);
      copy(in.getLongs(), keys.used, from, its.length);
      copy(in.getLongs(), numbers, from * cells, its.length * cells);
      double[] labels = in.getDoubles();
      expect(labels.length, its.length * cells);
      System.arraycopy(labels, 0, values, from * cells, labels.length);
      saved[shard] = its.length;
      versions[shard]++;
      stale = true;
    }

    private void copy(long[] restored, long[] to, int at, int length) {
      expect(restored.length, length);
      System.arraycopy(restored, 0, to, at, length);
    }

    private void expect(int length, int expected) {
      if (length != expected) {
        throw new SnapshotException(
            "the snapshot holds " + length + " remembered values where it should hold " + expected);
      }
    }
  }
}
