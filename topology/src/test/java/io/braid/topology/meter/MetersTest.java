package io.braid.topology.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetersTest {
  @ParameterizedTest
  @EnumSource
  void aNameFollowsPrometheusConventions(Meters meter) {
    assertThat(meter.prometheusName()).matches("braid_[a-z][a-z_]*[a-z]");
    assertThat(meter.prometheusName().endsWith("_total"))
        .isEqualTo(meter.type() == Meters.Type.COUNTER);
    String bare = meter.prometheusName().replaceFirst("_total$", "");
    assertThat(meter.unit().isEmpty() || bare.endsWith("_" + meter.unit())).isTrue();
    assertThat(meter.tags()).allMatch(tag -> tag.matches("[a-z]+")).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void aMeterSaysWhatItMeans(Meters meter) {
    assertThat(meter.help()).matches("[A-Z0-9].{10,}").doesNotEndWith(".");
  }

  @Test
  void noTwoShareAName() {
    assertThat(Arrays.stream(Meters.values()).map(Meters::prometheusName)).doesNotHaveDuplicates();
  }
}
