package io.braid.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.spec.Safeguards.Gain;
import io.braid.model.spec.Safeguards.Hedge;
import io.braid.model.spec.Task.Kind;
import org.junit.jupiter.api.Test;

class SafeguardsTest {
  private static Pipeline pipeline(String more) {
    return PipelineFile.parse(
        "name: p\nfeatures: [a]\ntasks: [{name: y, kind: count}, {name: z, kind: binary}]\n" + more,
        "p.yaml");
  }

  @Test
  void nothingIsGuardedOrMeasuredUnlessItIsAskedFor() {
    assertThat(pipeline("").safeguards()).isNull();
    assertThat(pipeline("transfer_gain: false\n").safeguards()).isNull();
  }

  @Test
  void protectionMeasuresTooAndMeasuringDoesNotProtect() {
    assertThat(pipeline("protection: hedge\n").safeguards())
        .isEqualTo(new Safeguards(new Hedge(1e-4, 2), new Gain(0.95, 10_000, false), 1));
    assertThat(pipeline("transfer_gain: true\n").safeguards())
        .isEqualTo(new Safeguards(null, new Gain(0.95, 10_000, false), 1));
    String all = "transfer_gain: {sample: 0.2, confidence: 0.9, window: 500, action: gate}\n";
    assertThat(pipeline(all).safeguards())
        .isEqualTo(new Safeguards(null, new Gain(0.9, 500, true), 0.2));
    String both =
        """
        protection: {kind: hedge, share: 1e-3, range: 1, sample: 0.5}
        transfer_gain: {window: 500}
        """;
    assertThat(pipeline(both).safeguards())
        .isEqualTo(new Safeguards(new Hedge(1e-3, 1), new Gain(0.95, 500, false), 0.5));
  }

  @Test
  void whatIsKeptBesideTheModelIsPartOfItsStructureAndHowItIsUsedIsNot() {
    String plain = pipeline("").structureHash();
    String measured = pipeline("transfer_gain: true\n").structureHash();
    String guarded = pipeline("protection: hedge\n").structureHash();
    assertThat(measured).isNotEqualTo(plain).isNotEqualTo(guarded);
    assertThat(guarded).isNotEqualTo(plain);
    assertThat(pipeline("protection: {kind: hedge, share: 0.1, sample: 0.3}\n").structureHash())
        .isEqualTo(guarded);
  }

  @Test
  void theBoundGrowsByAPricePerChangeAndLittlePerLabel() {
    Hedge hedge = new Hedge(1e-3, 2);
    assertThat(hedge.bound(Kind.BINARY, 1, 0)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(hedge.bound(Kind.MULTICLASS, 1001, 0)).isCloseTo(Math.log(2) + 1, within(1e-3));
    assertThat(hedge.bound(Kind.BINARY, 1001, 2) - hedge.bound(Kind.BINARY, 1001, 0))
        .isCloseTo(2 * Math.log(999), within(1e-9));
    assertThat(hedge.bound(Kind.REGRESSION, 50, 1))
        .isCloseTo(4 * hedge.bound(Kind.BINARY, 50, 1), within(1e-12));
  }
}
