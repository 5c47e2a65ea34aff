package io.braid.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

/** One category has one code, whatever it came in as. */
class CategoriesTest {
  private static long ofBytes(String text) {
    byte[] padded = ("##" + text + "##").getBytes(StandardCharsets.UTF_8);
    return Categories.hash(padded, 2, padded.length - 4);
  }

  @Property
  void aTextHasTheCodeOfItsBytes(@ForAll String text) {
    assertThat(Categories.hash(text)).isEqualTo(ofBytes(text));
  }

  @Property
  void surrogatesTooPairedOrAlone(
      @ForAll @CharRange(from = '\uD800', to = '\uDFFF') String surrogates, @ForAll String text) {
    assertThat(Categories.hash(surrogates + text + surrogates))
        .isEqualTo(ofBytes(surrogates + text + surrogates));
    String pair = new String(Character.toChars(0x10000 + text.hashCode() % 0xFFFF & 0x1FFFF));
    assertThat(Categories.hash(pair)).isEqualTo(ofBytes(pair));
  }

  @Property
  void aPartHasTheCodeOfItsOwn(@ForAll String a, @ForAll String b, @ForAll String c) {
    assertThat(Categories.hash(a + b + c, a.length(), a.length() + b.length()))
        .isEqualTo(Categories.hash(b));
  }

  @Property
  void aWholeNumberHasTheCodeOfItsDigits(@ForAll long number) {
    assertThat(Categories.of(number)).isEqualTo(Categories.hash(Long.toString(number)));
    assertThat(Categories.of(number)).isEqualTo(Categories.of(number + ".0"));
  }

  @Example
  void extremesHaveTheCodeOfTheirDigits() {
    for (long n : new long[] {0, 9, 10, -9, -10, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(Categories.of(n)).isEqualTo(Categories.hash(Long.toString(n)));
    }
    assertThat(Categories.of("-0.0")).isEqualTo(Categories.of(0));
    assertThat(Categories.of(true)).isEqualTo(Categories.of(" true\n"));
  }

  @Example
  void onlyAFractionOfZerosIsDropped() {
    for (String text :
        new String[] {"1.5", "1.", ".0", "-.0", "a.0", "1.2.0", "10", "1.0e0", "00"}) {
      assertThat(Categories.of(text)).as(text).isEqualTo(Categories.hash(text));
    }
    assertThat(Categories.of("100.00")).isEqualTo(Categories.hash("100"));
    assertThat(Categories.of("-100.0")).isEqualTo(Categories.hash("-100"));
  }

  @Example
  void nothingButSpaceIsMissingAndNoTextIs() {
    assertThat(Categories.of("")).isEqualTo(Categories.MISSING);
    assertThat(Categories.of(" \t\r\n")).isEqualTo(Categories.MISSING);
    Set<Long> codes = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      codes.add(Categories.of("value " + i));
    }
    assertThat(codes).hasSize(100_000).doesNotContain(Categories.MISSING);
  }
}
