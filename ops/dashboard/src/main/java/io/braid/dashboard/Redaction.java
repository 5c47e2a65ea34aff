package io.braid.dashboard;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Takes secrets out of a pipeline file's text: the values of keys whose name tells that they hold
 * one, names and passwords in addresses, and comments that speak of any. Where a secret is to be
 * found ({@code {env: NAME}}) may be shown and is.
 */
final class Redaction {
  static final String HIDDEN = "'***'";

  private static final String WORDS =
      "passw|passphrase|secret|token|credential|jaas|user[._-]?info|(?:api|access)[._-]?key|private"
          + "|keystore\\.key|truststore\\.certificates";
  private static final Pattern TELLING = Pattern.compile(WORDS);
  private static final Pattern TELLING_COMMENT =
      Pattern.compile("#.*(?:" + WORDS + ").*", Pattern.CASE_INSENSITIVE);
  private static final Pattern IN_ADDRESS = Pattern.compile("://[^/@\\s'\"]+@");

  /** Characters from here to there are to be hidden. */
  private record Range(int from, int to) {}

  private Redaction() {}

  /** The text without secrets; nothing of a text that is no YAML. */
  static String of(String yaml) {
    List<Range> ranges = new ArrayList<>();
    try {
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(0);
      Node root = new Yaml(options).compose(new StringReader(yaml));
      if (root != null) {
        walk(root, ranges);
      }
    } catch (YAMLException e) {
      return "";
    }
    ranges.sort(Comparator.comparingInt(Range::from).reversed());
    int[] points = yaml.codePoints().toArray();
    StringBuilder text = new StringBuilder(yaml);
    for (Range range : ranges) {
      int from = new String(points, 0, range.from).length();
      int to = new String(points, 0, range.to).length();
      text.replace(from, to, text.charAt(to - 1) == '\n' ? HIDDEN + "\n" : HIDDEN);
    }
    String shown = IN_ADDRESS.matcher(text).replaceAll("://***@");
    return TELLING_COMMENT.matcher(shown).replaceAll("# ***");
  }

  private static void walk(Node node, List<Range> ranges) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> walk(item, ranges));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        String key = entry.getKeyNode() instanceof ScalarNode name ? name.getValue() : "";
        Node value = entry.getValueNode();
        if (value instanceof ScalarNode && TELLING.matcher(key.toLowerCase(Locale.ROOT)).find()) {
          ranges.add(new Range(value.getStartMark().getIndex(), value.getEndMark().getIndex()));
        } else {
          walk(value, ranges);
        }
      }
    }
  }
}
