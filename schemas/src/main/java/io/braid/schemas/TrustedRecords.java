package io.braid.schemas;

import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/** Avro instantiates only classes it is told to trust: adds this package's to those. */
final class TrustedRecords {
  private static final String PACKAGE = TrustedRecords.class.getPackageName();

  static {
    ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(before, type -> type.getPackageName().equals(PACKAGE)));
  }

  private TrustedRecords() {}

  /** Once this returns, the records of this package can be read. */
  static void trust() {
    // The class is initialised now.
  }
}
