package io.braid.model.layer;

import io.braid.model.spec.Catalog;
import io.braid.model.spec.Component;
import io.braid.model.spec.Params;
import io.braid.model.spec.Skip;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;
import java.util.List;

/** The heads by name. */
public final class Heads {
  public static final Catalog<HeadContext, Head> CATALOG =
      Catalog.<HeadContext, Head>of("head")
          .with("dense", "hidden layers of its own, or none, then linear outputs", Heads::dense)
          .with("rls", "recursive least squares that forgets; numbers with a variance", Heads::rls)
          .with(
              "passive_aggressive",
              "the smallest move that makes a row's loss zero",
              Heads::passiveAggressive);

  /** Those that fit a family of tasks. */
  public static final List<String> OF_FAMILIES = List.of("dense", "rls");

  private Heads() {}

  private static Head dense(Params params, HeadContext context) {
    return context.aim().isFamily()
        ? new MemberHead(params, context)
        : new DenseHead(params, context);
  }

  private static Head rls(Params params, HeadContext context) {
    return context.aim().isFamily()
        ? new MemberRlsHead(params, context)
        : new RlsHead(params, context);
  }

  private static Head passiveAggressive(Params params, HeadContext context) {
    if (context.aim().isFamily()) {
      throw new SpecException(
          params.path(),
          "does not fit the family of tasks '" + context.task() + "', allowed: " + OF_FAMILIES);
    }
    return new PassiveAggressiveHead(params, context);
  }

  /**
   * A head of the catalogue for a task whose representation is a sequence: the same for every
   * position.
   *
   * @param context of all positions together
   * @param positions that the representation and the outputs have; 1 is no sequence
   * @throws SpecException also if there is a path beside it, which would not know positions, or the
   *     head moves its own parameters and cannot learn tags
   */
  public static Head create(Component component, HeadContext context, int positions, Skip skip) {
    boolean tags = context.aim().kind() == Task.Kind.TAGGING;
    if (positions > 1 && skip != null) {
      throw new SpecException(
          "skip",
          "not allowed with task '" + context.task() + "', whose head sees one position at a time");
    }
    if (tags && !component.kind().equals("dense")) {
      throw new SpecException(
          component.path(),
          "does not fit task '" + context.task() + "' of kind tagging, allowed: dense");
    }
    return positions == 1
        ? create(component, context, skip)
        : new PositionHead(CATALOG.create(component, context.of(positions)), positions);
  }

  /**
   * A head of the catalogue, with a linear path from the features beside it if {@code skip} is not
   * null.
   *
   * @throws SpecException also if the head moves its own parameters and so has no use for the path
   */
  public static Head create(Component component, HeadContext context, Skip skip) {
    Head head = CATALOG.create(component, context);
    if (skip == null) {
      return head;
    }
    if (head instanceof LearningHead) {
      throw new SpecException(
          "skip",
          "not allowed beside the head '"
              + component.kind()
              + "' of task '"
              + context.task()
              + "', which learns by itself: choose the head dense");
    }
    return new SkipHead(head, context, (float) skip.rate());
  }
}
