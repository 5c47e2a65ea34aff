package io.braid.topology.process;

import io.braid.model.data.Prediction;

/** One prediction on its way out. Reused: it is serialised before the next one is made. */
public final class Said {
  String id;
  long time;
  Records.Origin origin;
  boolean replay;
  Prediction prediction;
}
