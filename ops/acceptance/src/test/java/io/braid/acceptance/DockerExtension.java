package io.braid.acceptance;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Skips what cannot run here, and gives the tests the one {@link Stack} of the whole run. */
final class DockerExtension implements ExecutionCondition, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(DockerExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> missing =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent("missing", key -> missing(), Missing.class)
            .what();
    return missing
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("Docker answers"));
  }

  private record Missing(Optional<String> what) {}

  private static Missing missing() {
    Optional<String> missing = Images.missing();
    if (missing.isPresent()) {
      if ("required".equals(System.getProperty("braid.docker"))) {
        throw new IllegalStateException(missing.get());
      }
      System.out.println("acceptance: container tests are skipped: " + missing.get());
    }
    return new Missing(missing);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // The root's store closes it when all tests are done.
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Stack.class, key -> Stack.start(), Stack.class);
  }
}
