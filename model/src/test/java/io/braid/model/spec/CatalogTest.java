package io.braid.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A catalogue makes what it knows and names what it knows when asked for anything else. */
class CatalogTest {
  private static final Catalog<Integer, String> CATALOG =
      Catalog.<Integer, String>of("shape")
          .with("square", "four sides", (p, size) -> size + "x" + p.integer("height", 2, 1, 9))
          .with("circle", "no sides", (p, size) -> "o" + size);

  @Test
  void aNamedEntryIsMadeFromParametersAndContext() {
    assertThat(CATALOG.create(Component.of("square", "height", 3), 5)).isEqualTo("5x3");
    assertThat(CATALOG.create(Component.of("circle"), 5)).isEqualTo("o5");
    assertThat(CATALOG.names()).containsExactly("square", "circle");
    assertThat(CATALOG.summary("circle")).isEqualTo("no sides");
    assertThat(CATALOG.parameters("square", 1))
        .containsExactly(new Params.Declared("height", "whole number", "2", "from 1 to 9"));
  }

  @Test
  void anUnknownNameKeyOrValueIsRefused() {
    assertThatThrownBy(() -> CATALOG.create(new Component("sqare", Map.of(), "a.b"), 1))
        .isInstanceOf(SpecException.class)
        .hasMessage("a.b: no shape named 'sqare', known: [square, circle]");
    assertThatThrownBy(() -> CATALOG.create(new Component("square", Map.of("h", 1), "a.b"), 1))
        .hasMessage("a.b.h: no such setting 'h', known: [height]");
    assertThatThrownBy(() -> CATALOG.create(new Component("square", Map.of("height", 0), "a.b"), 1))
        .hasMessage("a.b.height: '0' is not allowed, must be a whole number from 1 to 9");
  }

  @Test
  void aNameCannotBeRegisteredTwiceAndACatalogueNeverChanges() {
    assertThatThrownBy(() -> CATALOG.with("circle", "again", (p, size) -> ""))
        .hasMessage("shape 'circle' is registered twice");
    assertThat(CATALOG.with("dot", "a point", (p, size) -> ".").names()).hasSize(3);
    assertThat(CATALOG.names()).hasSize(2);
  }
}
