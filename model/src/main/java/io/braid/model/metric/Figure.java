package io.braid.model.metric;

import io.braid.model.spec.Catalog;
import io.braid.model.spec.Task;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** A metric that is one function of one kind of accumulator. */
record Figure<A extends Accumulator>(
    String name,
    Set<Task.Kind> kinds,
    Class<A> type,
    Supplier<A> empty,
    ToDoubleFunction<A> function,
    boolean largerIsBetter)
    implements Metric {

  /** A kind of accumulator and the tasks it fits; makes the catalogue's constructors. */
  record Source<A extends Accumulator>(
      Set<Task.Kind> kinds, Class<A> type, Function<Task, A> empty) {

    Catalog.Constructor<Task, Metric> larger(String name, ToDoubleFunction<A> function) {
      return (params, task) ->
          new Figure<>(name, kinds, type, () -> empty.apply(task), function, true);
    }

    Catalog.Constructor<Task, Metric> smaller(String name, ToDoubleFunction<A> function) {
      return (params, task) ->
          new Figure<>(name, kinds, type, () -> empty.apply(task), function, false);
    }
  }

  @Override
  public boolean fits(Task.Kind kind) {
    return kinds.contains(kind);
  }

  @Override
  public Accumulator accumulator() {
    return empty.get();
  }

  @Override
  public double value(Accumulator outcomes) {
    return function.applyAsDouble(type.cast(outcomes));
  }
}
