package io.braid.cli.view;

import io.braid.cli.view.Style.Paint;
import io.braid.model.learner.Components.Entry;
import io.braid.model.learner.Components.Group;
import io.braid.model.spec.Params;
import java.util.ArrayList;
import java.util.List;

/** Everything a pipeline file can choose from. */
public final class ComponentList {
  private static final int NAME = 24;
  private static final int KEY = 18;
  private static final int VALUE = 18;

  private final Style style;

  public ComponentList(Style style) {
    this.style = style;
  }

  /** The lines of the list: a name and what it is, and below it its settings. */
  public List<String> lines(List<Group> groups) {
    List<Line> lines = new ArrayList<>();
    for (Group group : groups) {
      lines.add(
          new Line()
              .left(Paint.TITLE, group.noun(), NAME, style)
              .add(Paint.DIM, group.place().isEmpty() ? "reported" : group.place()));
      for (Entry entry : group.entries()) {
        lines.add(
            new Line()
                .add("  ")
                .left(Paint.BOLD, entry.name(), NAME - 2, style)
                .add(entry.summary()));
        for (Params.Declared setting : entry.settings()) {
          lines.add(
              new Line()
                  .add("    ")
                  .left(Paint.ACCENT, setting.key(), KEY + 2, style)
                  .left(Paint.NONE, setting.fallback(), VALUE, style)
                  .add(Paint.DIM, allowed(setting)));
        }
      }
      lines.add(new Line());
    }
    return lines.stream().map(line -> line.render(style, Integer.MAX_VALUE)).toList();
  }

  private static String allowed(Params.Declared setting) {
    boolean ranged =
        setting.type().endsWith("number")
            || setting.type().startsWith("list of")
            || setting.type().startsWith("numbers");
    return ranged ? setting.type() + ", " + setting.allowed() : setting.allowed();
  }
}
