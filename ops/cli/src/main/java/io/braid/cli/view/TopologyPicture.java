package io.braid.cli.view;

import io.braid.cli.view.Style.Paint;
import io.braid.model.spec.Pipeline;
import io.braid.topology.LearnerTopology;
import io.braid.topology.Topics;
import io.braid.topology.process.LearnerProcessorSupplier;
import java.util.ArrayList;
import java.util.List;

/** The topology with a pipeline's own topics: what is read, the learner, what is written. */
public final class TopologyPicture {
  private static final int WIRE = 3;

  private final Style style;

  public TopologyPicture(Style style) {
    this.style = style;
  }

  /**
   * The lines of the picture.
   *
   * @param pipeline bound or not: features are not looked at
   */
  public List<String> lines(Pipeline pipeline) {
    Topics topics = Topics.of(pipeline);
    List<String> in =
        topics.labels() == null
            ? List.of(topics.events())
            : List.of(topics.events(), topics.labels());
    List<String> out =
        List.of(topics.predictions(), topics.metrics(), topics.drift(), topics.deadLetter());
    List<String> box = new ArrayList<>(List.of(LearnerTopology.LEARNER));
    box.add("store " + LearnerProcessorSupplier.STORE);
    if (topics.labels() != null) {
      box.add("store " + LearnerProcessorSupplier.PENDING_STORE);
    }
    int inWidth = width(in);
    int boxWidth = width(box) + 2;
    String corners = style.unicode() ? "\u250c\u2510\u2514\u2518" : "++++";
    List<Line> lines = new ArrayList<>();
    lines.add(new Line().add(Paint.TITLE, "topology"));
    lines.add(edge(inWidth, boxWidth, corners.substring(0, 2)));
    for (int i = 0; i < out.size(); i++) {
      lines.add(row(at(in, i), inWidth, at(box, i), boxWidth, out.get(i), i, out.size() - 1));
    }
    lines.add(edge(inWidth, boxWidth, corners.substring(2)));
    return lines.stream().map(line -> line.render(style, Integer.MAX_VALUE)).toList();
  }

  private Line edge(int inWidth, int boxWidth, String corners) {
    return new Line()
        .pad(2 + inWidth + 1 + WIRE + 2)
        .add(Paint.DIM, corners.charAt(0) + style.open().repeat(boxWidth) + corners.charAt(1));
  }

  private Line row(
      String in, int inWidth, String inBox, int boxWidth, String out, int index, int last) {
    String side = style.unicode() ? "\u2502" : "|";
    String arrow = style.open().repeat(WIRE) + (style.unicode() ? "\u2192" : ">");
    Line line = new Line().pad(2).add(Paint.BOLD, in).pad(inWidth - in.length() + 1);
    line.add(Paint.DIM, in.isEmpty() ? " ".repeat(arrow.length()) : arrow).pad(1);
    line.add(Paint.DIM, side).pad(1).add(index == 0 ? Paint.ACCENT : Paint.NONE, inBox);
    line.pad(boxWidth - 1 - inBox.length()).add(Paint.DIM, side);
    line.add(Paint.DIM, index == 0 ? style.open().repeat(2) : "  ");
    return line.add(Paint.DIM, branch(index, last) + arrow).pad(1).add(Paint.BOLD, out);
  }

  /** Where the wire to an output leaves the one that all share. */
  private String branch(int index, int last) {
    if (!style.unicode()) {
      return "+";
    }
    return index == 0 ? "\u252c" : index == last ? "\u2514" : "\u251c";
  }

  private static String at(List<String> list, int index) {
    return index < list.size() ? list.get(index) : "";
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }
}
