package io.braid.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages' order: each knows those below it, and no sibling. */
class ArchitectureTest {
  private static final String ROOT = "io.braid.model.";

  /** From the bottom up; packages on one level are blind to each other. */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("spec"),
          List.of("data"),
          List.of("kernel", "feature"),
          List.of("loss", "layer", "weighting", "optimizer", "drift", "metric"),
          List.of("relatedness"),
          List.of("learner"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.braid.model");

  static List<String> packages() {
    return LEVELS.stream().flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageKnowsOnlyThoseBelowIt(String name) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(notBelow(name))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyClassIsInAPackageOfThePlan() {
    Set<String> found = new TreeSet<>();
    CLASSES.forEach(c -> found.add(c.getPackageName().substring(ROOT.length()).split("\\.", 2)[0]));
    assertThat(packages()).containsAll(found);
    assertThat(found).contains("spec", "data", "feature");
  }

  @Test
  void yamlIsReadInSpecAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "spec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml.jackson..", "org.yaml..")
        .check(CLASSES);
  }

  @Test
  void nd4jIsTouchedInKernelAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
        .check(CLASSES);
  }

  @Test
  void nothingLooksAtTheClockOrDrawsUnseededNumbers() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .check(CLASSES);
  }

  private static String[] notBelow(String name) {
    List<String> forbidden = new ArrayList<>();
    boolean reached = false;
    for (List<String> level : LEVELS) {
      reached |= level.contains(name);
      for (String other : level) {
        if (reached && !other.equals(name)) {
          forbidden.add(ROOT + other + "..");
        }
      }
    }
    // The topmost package has nothing above it and no sibling: a package that never exists.
    return forbidden.isEmpty()
        ? new String[] {ROOT + "nothing.."}
        : forbidden.toArray(String[]::new);
  }
}
