package io.braid.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Row;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {

  @Test
  void everyNamedShapeMakesALearnerThatLearnsItsStream() {
    for (String text : List.of(Shape.LINEAR_ONE, Shape.LINEAR, Shape.MLP, Shape.WIDE)) {
      Shape shape = Shape.of(text);
      Prequential learner = new Prequential(shape.pipeline());
      for (Row row : new Stream(shape, 1).rows(shape.batch())) {
        learner.learn(learner.example(), learner.predict(row));
      }
      assertThat(learner.learner().steps()).as(text).isEqualTo(1);
    }
  }

  @Test
  void whatIsNotSaidHasADefaultAndWhatIsSaidIsInThePipeline() {
    Pipeline pipeline =
        Shape.of("mlp hidden=8-4 tasks=3 features=2 sparse=1 buckets=50 batch=5 optimizer=sgd")
            .pipeline();
    assertThat(pipeline.features()).hasSize(3);
    assertThat(pipeline.tasks()).hasSize(3);
    assertThat(pipeline.trunk().parameters()).containsEntry("hidden", List.of(8, 4));
    assertThat(pipeline.optimizer().kind()).isEqualTo("sgd");
    assertThat(pipeline.weighting().kind()).isEqualTo("ema_norm");
    assertThat(pipeline.training().batch()).isEqualTo(5);
  }

  @Test
  void anUnknownSettingIsRefused() {
    assertThatThrownBy(() -> Shape.of("linear depth=3")).hasMessageContaining("depth");
    assertThatThrownBy(() -> Shape.of("linear 4")).hasMessageContaining("'4'");
  }
}
