package io.braid.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Settings are read by type and range, and nothing that was written goes unread. */
class ParamsTest {
  private static Params params(Object... keysAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Params("here", values);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(SpecException.class).hasMessage(message);
  }

  @Test
  void aValueIsReadAndAnAbsentOneHasItsDefault() {
    Params p =
        params(
            "real", 3, "text", "a", "flag", true, "list", List.of(1, 2), "exp", "1e-3", "no", null);
    assertThat(p.real("real", 1, 0, 10)).isEqualTo(3);
    assertThat(p.real("exp", 1, 0, 10)).isEqualTo(0.001);
    assertThat(p.text("text", "b")).isEqualTo("a");
    assertThat(p.flag("flag", false)).isTrue();
    assertThat(p.integers("list", List.of(), 0, 9)).containsExactly(1, 2);
    assertThat(p.integer("no", 7, 0, 10)).isEqualTo(7);
    assertThat(p.choice("absent", "x", List.of("x", "y"))).isEqualTo("x");
    assertThat(p.optionalReal("gone", 0, 1)).isEmpty();
    assertThat(p.component("part", "kind", (Component) null)).isNull();
    p.close();
  }

  @Test
  void oneValueCountsAsAListOfOne() {
    Params p = params("a", 1, "b", 2.5, "c", "x");
    assertThat(p.integers("a", List.of(), 0, 9)).containsExactly(1);
    assertThat(p.reals("b", List.of(), 0, 9)).containsExactly(2.5);
    assertThat(p.texts("c", List.of())).containsExactly("x");
  }

  @Test
  void aWrongTypeOrRangeIsRefusedByPathValueAndRange() {
    refused(
        () -> params("a", 11).real("a", 1, 0, 10),
        "here.a: '11' is not allowed, must be a number from 0 to 10");
    refused(
        () -> params("a", Double.NaN).real("a", 1, -Double.MAX_VALUE, Double.MAX_VALUE),
        "here.a: 'NaN' is not allowed, must be a number (finite)");
    refused(
        () -> params("a", Double.POSITIVE_INFINITY).real("a", 1, 0, Double.MAX_VALUE),
        "here.a: 'Infinity' is not allowed, must be a number of at least 0");
    refused(
        () -> params("a", 2.0).integer("a", 1, 0, 10),
        "here.a: '2.0' is not allowed, must be a whole number from 0 to 10");
    refused(
        () -> params("a", 3_000_000_000L).integer("a", 1, 0, Integer.MAX_VALUE),
        "here.a: '3000000000' is not allowed, must be a whole number of at least 0");
    refused(
        () -> params("a", "true").flag("a", false),
        "here.a: 'true' is not allowed, must be true or false");
    refused(
        () -> params("a", "z").choice("a", "x", List.of("x", "y")),
        "here.a: 'z' is not allowed, must be one of [x, y]");
    refused(
        () -> params("a", " ").text("a", null),
        "here.a: ' ' is not allowed, must be a non-empty text");
    refused(
        () -> params("a", List.of(1, -1)).integers("a", List.of(), 0, 9),
        "here.a[1]: '-1' is not allowed, must be a whole number from 0 to 9");
    refused(
        () -> params("a", List.of("x", 0.5)).reals("a", List.of(), 0, 9),
        "here.a[0]: 'x' is not allowed, must be a number from 0 to 9");
    refused(
        () -> params("a", Arrays.asList("x", null)).texts("a", List.of()),
        "here.a[1]: nothing is not allowed, must be a non-empty text");
    refused(
        () -> params("a", Map.of("x", 99)).realsByName("a", Map.of(), 0, 9),
        "here.a.x: '99' is not allowed, must be a number from 0 to 9");
    refused(
        () -> params("a", 5).realsByName("a", Map.of(), 0, 9),
        "here.a: '5' is not allowed, must be numbers by name, such as {a: 1.0}");
  }

  @Test
  void aComponentIsANameOrANameWithParameters() {
    assertThat(params("c", "adam").component("c", "kind", (Component) null))
        .isEqualTo(new Component("adam", Map.of(), "here.c"));
    assertThat(params("c", Map.of("kind", "adam", "b", 1)).component("c", "kind", (Component) null))
        .isEqualTo(new Component("adam", Map.of("b", 1), "here.c"));
    refused(
        () -> params("c", Map.of("b", 1)).component("c", "kind", (Component) null),
        "here.c.kind: nothing is not allowed, must be a catalogue name");
    refused(
        () -> params("c", 5).component("c", "kind", (Component) null),
        "here.c: '5' is not allowed, must be a name or {kind: name, ...}");
  }

  @Test
  void aKeyNobodyReadIsRefusedWithTheKnownOnes() {
    Params p = params("a", 1, "b", 2);
    p.integer("a", 0, 0, 9);
    p.flag("c", false);
    refused(p::close, "here.b: no such setting 'b', known: [a, c]");
  }

  @Test
  void whatWasReadIsDeclaredForHelpTexts() {
    Params p = params();
    p.real("rate", 1e-3, 0, 1);
    p.integer("size", 3, 1, Integer.MAX_VALUE);
    assertThat(p.declared())
        .containsExactly(
            new Params.Declared("rate", "number", "0.001", "from 0 to 1"),
            new Params.Declared("size", "whole number", "3", "of at least 1"));
  }
}
