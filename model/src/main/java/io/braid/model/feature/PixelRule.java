package io.braid.model.feature;

import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;

/**
 * How an outside value becomes the pixels of an image: a text of numbers with blanks, commas or
 * semicolons between, or bytes. Not thread-safe.
 */
final class PixelRule {
  private static final String NUMBER = "a finite number";

  private final String field;
  private final int count;
  private final StringBuilder one = new StringBuilder();

  PixelRule(String field, int count) {
    this.field = field;
    this.count = count;
  }

  /** Room for an image, which is missing. */
  float[] none() {
    float[] pixels = new float[count];
    pixels[0] = Float.NaN;
    return pixels;
  }

  String allowed() {
    return count + " pixels, as a text of numbers or as bytes";
  }

  void text(CharSequence value, float[] into) throws RejectedException {
    int found = 0;
    int from = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i < value.length() && !between(value.charAt(i))) {
        continue;
      }
      if (i > from) {
        one.setLength(0);
        one.append(value, from, i);
        float pixel = (float) Texts.number(field, one, NUMBER);
        if (found < count) {
          into[found] = pixel;
        }
        found++;
      }
      from = i + 1;
    }
    check(found, into);
  }

  private static boolean between(char c) {
    return c <= ' ' || c == ',' || c == ';';
  }

  void bytes(byte[] value, int from, int length, float[] into) throws RejectedException {
    check(length, into);
    for (int i = 0; i < count; i++) {
      into[i] = value[from + i] & 0xFF;
    }
  }

  private void check(int found, float[] into) throws RejectedException {
    if (found != count) {
      into[0] = Float.NaN;
      throw new RejectedException(
          Reason.WRONG_TYPE, field + ": " + found + " pixels are not allowed, must be " + count);
    }
  }
}
