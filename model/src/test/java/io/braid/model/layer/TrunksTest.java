package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Parameters;
import io.braid.model.data.Segment;
import io.braid.model.kernel.LoopKernels;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrunksTest {
  private final Parameters parameters = new Parameters();
  private final TrunkContext context = new TrunkContext(4, 10, 2, parameters, new LoopKernels());

  private Trunk make(String kind, Map<String, Object> settings) {
    return Trunks.CATALOG.create(new Component(kind, settings, "trunk"), context);
  }

  @Test
  void anMlpAsksForOneSegmentPerLayerAndATable() {
    Trunk trunk = make("mlp", Map.of("hidden", List.of(8, 3)));
    assertThat(trunk.width(0)).isEqualTo(3);
    assertThat(parameters.segments())
        .extracting(Segment::name)
        .containsExactly("trunk.0", "trunk.0.table", "trunk.1");
    assertThat(parameters.segments())
        .extracting(Segment::length)
        .containsExactly(4 * 8 + 8, 10 * 8, 8 * 3 + 3);
    assertThat(parameters.segments()).extracting(Segment::biases).containsExactly(8, 0, 3);
  }

  @Test
  void aLinearTrunkHasNothing() {
    Trunk trunk = make("linear", Map.of());
    assertThat(trunk.width(1)).isZero();
    assertThat(trunk.representation(1)).isNull();
    assertThat(parameters.segments()).isEmpty();
  }

  @Test
  void wrongSettingsAreRefusedByName() {
    assertThatThrownBy(() -> make("mlp", Map.of("hidden", List.of())))
        .isInstanceOf(SpecException.class)
        .hasMessage("trunk.hidden: '[]' is not allowed, must be at least one width");
    assertThatThrownBy(() -> make("mlp", Map.of("hidden", List.of(8, 0))))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("trunk.hidden[1]: '0' is not allowed");
    assertThatThrownBy(() -> make("mlp", Map.of("activation", "swish")))
        .isInstanceOf(SpecException.class)
        .hasMessage("trunk.activation: 'swish' is not allowed, must be one of [relu, tanh, gelu]");
    assertThatThrownBy(() -> make("mlp", Map.of("dropout", 1)))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("trunk.dropout: '1' is not allowed");
    assertThatThrownBy(() -> make("linear", Map.of("hidden", 3)))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("trunk.hidden: no such setting");
    assertThatThrownBy(() -> make("resnet", Map.of()))
        .isInstanceOf(SpecException.class)
        .hasMessage("trunk: no trunk named 'resnet', known: " + Trunks.CATALOG.names());
  }
}
