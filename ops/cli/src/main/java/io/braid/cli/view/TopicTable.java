package io.braid.cli.view;

import io.braid.cli.view.Style.Paint;
import io.braid.topology.TopicAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The topics of a pipeline: two lines each, what it is and what it carries. */
public final class TopicTable {
  private static final long DAY_MS = 86_400_000L;
  private static final int GAP = 2;

  private final Style style;

  public TopicTable(Style style) {
    this.style = style;
  }

  /**
   * The lines of the table.
   *
   * @param created names of those that have just been created
   */
  public List<String> lines(String pipeline, List<TopicAdmin.State> states, List<String> created) {
    int name = width("topic", states.stream().map(s -> s.definition().name()).toList());
    int state = width("state", states.stream().map(s -> state(s, created)).toList());
    int key = width("key", states.stream().map(s -> s.definition().key()).toList());
    int value = width("value", states.stream().map(s -> s.definition().value()).toList());
    List<Line> lines = new ArrayList<>();
    lines.add(new Line().add(Paint.TITLE, pipeline));
    lines.add(
        new Line()
            .left(Paint.DIM, "topic", name, style)
            .left(Paint.DIM, "state", state, style)
            .left(Paint.DIM, "key", key, style)
            .left(Paint.DIM, "value", value, style)
            .add(Paint.DIM, "settings"));
    for (TopicAdmin.State topic : states) {
      boolean there = topic.partitions().isPresent();
      boolean isNew = created.contains(topic.definition().name());
      lines.add(
          new Line()
              .left(Paint.BOLD, topic.definition().name(), name, style)
              .left(
                  there ? isNew ? Paint.GOOD : Paint.NONE : Paint.BAD,
                  state(topic, created),
                  state,
                  style)
              .left(Paint.NONE, topic.definition().key(), key, style)
              .left(Paint.NONE, topic.definition().value(), value, style)
              .add(Paint.DIM, settings(topic.definition().settings())));
    }
    if (states.stream().anyMatch(s -> s.partitions().isEmpty())) {
      lines.add(new Line().add(Paint.DIM, "--create makes the missing ones"));
    }
    return lines.stream().map(line -> line.render(style, Integer.MAX_VALUE)).toList();
  }

  private static int width(String title, List<String> values) {
    return GAP + Math.max(title.length(), values.stream().mapToInt(String::length).max().orElse(0));
  }

  private static String state(TopicAdmin.State topic, List<String> created) {
    if (topic.partitions().isEmpty()) {
      return "missing";
    }
    int partitions = topic.partitions().get();
    String text = partitions == 1 ? "1 partition" : partitions + " partitions";
    return created.contains(topic.definition().name()) ? "created, " + text : text;
  }

  private static String settings(Map<String, String> settings) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(settings)
        .forEach(
            (name, value) ->
                parts.add(
                    name.equals("retention.ms")
                        ? "retention " + Long.parseLong(value) / DAY_MS + "d"
                        : name + " " + value));
    return String.join(", ", parts);
  }
}
