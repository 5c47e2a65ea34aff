package io.braid.model.learner;

import io.braid.model.data.Rng;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sentences of words in random order with tags by known rules, most of which look at a neighbour:
 *
 * <ul>
 *   <li>the, a are DET, we, they are PRON, well is ADV;
 *   <li>run, walk, play are NOUN right behind a DET or ADJ, else VERB;
 *   <li>fast, right are ADJ right before run, walk or play, else ADV.
 * </ul>
 */
final class TagStream {
  static final List<String> TAGS = List.of("DET", "PRON", "NOUN", "VERB", "ADJ", "ADV");

  private static final List<String> WORDS =
      List.of("the", "a", "we", "they", "well", "run", "walk", "play", "fast", "right");
  private static final int SHORTEST = 4;
  private static final int LONGEST = 12;

  private final Rng rng;
  private final Map<String, Map<String, Integer>> tagsOfWord = new HashMap<>();
  private int tokens;

  String[] words;
  String[] tags;

  TagStream(long seed) {
    rng = new Rng(seed);
  }

  void next() {
    int length = SHORTEST + rng.nextInt(LONGEST - SHORTEST + 1);
    words = new String[length];
    tags = new String[length];
    for (int t = 0; t < length; t++) {
      words[t] = WORDS.get(rng.nextInt(WORDS.size()));
    }
    for (int t = 0; t < length; t++) {
      tags[t] = tag(t);
      tagsOfWord.computeIfAbsent(words[t], w -> new HashMap<>()).merge(tags[t], 1, Integer::sum);
    }
    tokens += length;
  }

  private String tag(int t) {
    return switch (words[t]) {
      case "the", "a" -> "DET";
      case "we", "they" -> "PRON";
      case "well" -> "ADV";
      case "run", "walk", "play" ->
          t > 0 && (tags[t - 1].equals("DET") || tags[t - 1].equals("ADJ")) ? "NOUN" : "VERB";
      default -> t + 1 < words.length && open(words[t + 1]) ? "ADJ" : "ADV";
    };
  }

  private static boolean open(String word) {
    return word.equals("run") || word.equals("walk") || word.equals("play");
  }

  /** Share of the tags so far that anyone who sees the word alone can get right, at most. */
  double bestByWordAlone() {
    int right = 0;
    for (Map<String, Integer> tagsOfOne : tagsOfWord.values()) {
      right += tagsOfOne.values().stream().mapToInt(n -> n).max().orElseThrow();
    }
    return (double) right / tokens;
  }
}
