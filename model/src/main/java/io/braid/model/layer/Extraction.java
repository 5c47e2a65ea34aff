package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import java.util.function.Function;

/**
 * One level of shared experts and experts per task: task k's gate mixes its own experts and the
 * shared ones, and, below another level, a shared gate mixes all of them (Tang et al., "Progressive
 * layered extraction (PLE): a novel multi-task learning model for personalized recommendations",
 * RecSys 2020, sections 4.1 and 4.2). Not thread-safe.
 *
 * <p>In the last level a task's experts are its own. Below it they also feed the shared gate, so
 * every task trains them, and from two levels below so is its gate, which feeds those experts.
 */
final class Extraction implements State {
  private final int width;
  private final Experts shared;
  private final Experts[] own;
  private final Gate[] gates;
  private final Gate sharedGate;

  /** Outputs and gradients by gate: the shared experts' and one task's, or all. */
  private final float[][][] seen;

  private final float[][][] seenGradients;
  private final float[][] allOutputs;
  private final float[][] allGradients;

  /**
   * @param level number, in names
   * @param inputWidth of what it reads, or 0 for the features
   * @param width of what it gives
   * @param above levels that follow
   * @param expert makes the stack of a name
   */
  Extraction(
      int level,
      int inputWidth,
      int width,
      int above,
      int ownCount,
      int sharedCount,
      Function<String, Stack> expert,
      TrunkContext context) {
    this.width = width;
    int tasks = context.tasks();
    String at = ".level" + level + ".";
    shared = new Experts(sharedCount, e -> expert.apply("trunk.shared" + at + "expert" + e));
    own = new Experts[tasks];
    gates = new Gate[tasks];
    seen = new float[tasks][sharedCount + ownCount][];
    seenGradients = new float[tasks][sharedCount + ownCount][];
    for (int k = 0; k < tasks; k++) {
      String owner = owner(above == 0, k) + at;
      own[k] = new Experts(ownCount, e -> expert.apply(owner + "expert" + e));
      gates[k] =
          new Gate(
              Hidden.input(owner(above <= 1, k) + at + "gate", inputWidth, context),
              sharedCount + ownCount,
              width);
    }
    int all = sharedCount + tasks * ownCount;
    allOutputs = new float[all][];
    allGradients = new float[all][];
    sharedGate =
        above == 0
            ? null
            : new Gate(Hidden.input("trunk.shared" + at + "gate", inputWidth, context), all, width);
  }

  private static String owner(boolean alone, int task) {
    return alone ? TaskTrunk.own(task) : "trunk.column" + task;
  }

  void initialize(Rng rng) {
    shared.initialize(rng);
    for (int k = 0; k < own.length; k++) {
      own[k].initialize(rng);
      gates[k].initialize(rng);
    }
    if (sharedGate != null) {
      sharedGate.initialize(rng);
    }
  }

  /** Values per row that each gate gives. */
  int width() {
    return width;
  }

  /** Runs the shared experts: first in a pass. */
  void share(Features x, float[] h, boolean training) {
    shared.forward(x, h, training);
  }

  /** Runs a task's experts. */
  void runOwn(int task, Features x, float[] h, boolean training) {
    own[task].forward(x, h, training);
  }

  /** A task's mixture, after its experts have run. */
  float[] mix(int task, Features x, float[] h) {
    join(shared.outputs, own[task].outputs, seen[task]);
    return gates[task].forward(x, h, seen[task]);
  }

  /** The shared mixture, after all experts have run. */
  float[] mixAll(Features x, float[] h) {
    joinAll();
    return sharedGate.forward(x, h, allOutputs);
  }

  private static void join(float[][] first, float[][] second, float[][] into) {
    System.arraycopy(first, 0, into, 0, first.length);
    System.arraycopy(second, 0, into, first.length, second.length);
  }

  private void joinAll() {
    System.arraycopy(shared.outputs, 0, allOutputs, 0, shared.count());
    int at = shared.count();
    for (Experts each : own) {
      System.arraycopy(each.outputs, 0, allOutputs, at, each.count());
      at += each.count();
    }
  }

  /** Starts a backward pass: the gates first, then the experts. */
  void clearGradients(int rows) {
    shared.clearGradients(rows);
    System.arraycopy(shared.gradients, 0, allGradients, 0, shared.count());
    int at = shared.count();
    for (int k = 0; k < own.length; k++) {
      own[k].clearGradients(rows);
      System.arraycopy(own[k].gradients, 0, allGradients, at, own[k].count());
      at += own[k].count();
      join(shared.gradients, own[k].gradients, seenGradients[k]);
    }
  }

  void unmix(int task, Features x, float[] dy, float[] dh) {
    gates[task].backward(x, dy, null, seen[task], seenGradients[task], dh);
  }

  void unmixAll(Features x, float[] dy, float[] dh) {
    sharedGate.backward(x, dy, null, allOutputs, allGradients, dh);
  }

  void backwardOwn(int task, Features x, float[] dh) {
    own[task].backward(x, dh);
  }

  void backwardShared(Features x, float[] dh) {
    shared.backward(x, dh);
  }

  @Override
  public void save(SnapshotWriter out) {
    shared.save(out);
    for (Experts each : own) {
      each.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    shared.restore(in);
    for (Experts each : own) {
      each.restore(in);
    }
  }
}
