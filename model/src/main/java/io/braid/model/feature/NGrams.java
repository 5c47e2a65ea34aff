package io.braid.model.feature;

import io.braid.model.data.Rng;
import java.util.Arrays;

/**
 * The word and character n-grams of a text as hashes in {@code [0, buckets)}, ascending, one for
 * each occurrence. Letters count as lower case, and space of any length and kind as one space.
 * Words are runs of letters, digits and characters beyond the basic plane (such as emoji); their
 * n-grams leave out what stands between them. Character n-grams run over the whole text, one space
 * before and after it. Allocates nothing once its buffers have grown. Not thread-safe.
 */
final class NGrams {
  private static final long PRIME = 0x100000001b3L;

  /** Where hashes begin, so that a word and the same characters are two different n-grams. */
  private static final long WORDS = 0x2545f4914f6cdd1dL;

  private static final long CHARACTERS = 0xcbf29ce484222325L;

  /**
   * Lengths of n-grams, {@code from} to {@code to}; none if {@code to} is 0.
   *
   * @param from shortest
   * @param to longest
   */
  record Range(int from, int to) {}

  private final Range words;
  private final Range characters;
  private final int buckets;

  private char[] plain = new char[64];
  private int length;
  private long[] hashes = new long[16];
  private int[] found = new int[256];
  private int count;

  NGrams(Range words, Range characters, int buckets) {
    this.words = words;
    this.characters = characters;
    this.buckets = buckets;
  }

  /**
   * Finds the n-grams of a text.
   *
   * @return how many
   */
  int find(CharSequence text) {
    count = 0;
    normalise(text);
    if (words.to > 0) {
      words();
    }
    if (characters.to > 0) {
      characters();
    }
    Arrays.sort(found, 0, count);
    return count;
  }

  /** What {@link #find} found; reused by the next call. */
  int[] found() {
    return found;
  }

  private void normalise(CharSequence text) {
    if (plain.length < text.length() + 2) {
      plain = new char[2 * text.length() + 2];
    }
    length = 0;
    plain[length++] = ' ';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean space = c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c);
      if (!space) {
        plain[length++] = Character.toLowerCase(c);
      } else if (plain[length - 1] != ' ') {
        plain[length++] = ' ';
      }
    }
    if (plain[length - 1] != ' ') {
      plain[length++] = ' ';
    }
  }

  private void words() {
    int n = 0;
    for (int i = 0; i < length; ) {
      if (!inWord(plain[i])) {
        i++;
        continue;
      }
      long h = WORDS;
      while (inWord(plain[i])) {
        h = (h ^ plain[i++]) * PRIME;
      }
      if (n == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * n);
      }
      hashes[n++] = h;
    }
    for (int first = 0; first < n; first++) {
      long h = WORDS;
      for (int k = 1; k <= words.to && first + k <= n; k++) {
        h = Rng.mix(h ^ hashes[first + k - 1]);
        if (k >= words.from) {
          add(h);
        }
      }
    }
  }

  /** The text ends with a space, so a run of these ends before it. */
  private static boolean inWord(char c) {
    return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
  }

  private void characters() {
    for (int first = 0; first < length; first++) {
      long h = CHARACTERS;
      for (int k = 1; k <= characters.to && first + k <= length; k++) {
        h = (h ^ plain[first + k - 1]) * PRIME;
        if (k >= characters.from) {
          add(Rng.mix(h));
        }
      }
    }
  }

  private void add(long hash) {
    if (count == found.length) {
      found = Arrays.copyOf(found, 2 * count);
    }
    found[count++] = (int) ((hash >>> 32) * buckets >>> 32);
  }
}
