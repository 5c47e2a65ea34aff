package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A trunk per task with a strength per pair of tasks: the loss gains {@code 1/2 sum_{i<j} s_ij |w_i
 * - w_j|^2}, the graph-regularised form of Evgeniou, Micchelli and Pontil, "Learning multiple tasks
 * with kernel methods", JMLR 6, 2005, section 3.1.3. All trunks start from the same numbers.
 *
 * <p>In a step, only tasks with a label are pulled: {@code dw_i = s_ij (w_i - w_j)} for an active i
 * whether or not its partner j is active, and an inactive partner stays where it is. Each pair is
 * so pulled together from both sides, each side at the rate of its own labels, with the same fixed
 * point. Of a table only the rows of the event are pulled.
 *
 * <p>Such pulls average the noise of the tasks' steps but add nothing to how fast they learn, so
 * they pay with noisy labels and a rate that would be too high for a single task; {@link
 * SoftTrunk}, whose tasks all move a common part, learns faster where all tasks are related.
 *
 * <p>Costs a pass over the parameters per active task and related partner; strengths of 0 cost
 * nothing.
 */
final class SoftPairsTrunk extends TaskTrunk implements Relatable {
  private final Stack[] stacks;
  private final List<List<Segment>> segments = new ArrayList<>();

  /** {@code strengths[i * tasks + j]}, symmetric. */
  private final float[] strengths;

  SoftPairsTrunk(Params params, TrunkContext context) {
    this(Hidden.read(params), params, context);
  }

  private SoftPairsTrunk(Hidden hidden, Params params, TrunkContext context) {
    super(context.tasks(), hidden.outputWidth(), hidden.dropout() > 0);
    float strength = (float) params.real("strength", 0.01, 0, 1e6);
    stacks = new Stack[tasks()];
    strengths = new float[tasks() * tasks()];
    List<Segment> all = context.parameters().segments();
    for (int k = 0; k < stacks.length; k++) {
      int from = all.size();
      stacks[k] = hidden.stack(own(k), context);
      segments.add(List.copyOf(all.subList(from, all.size())));
    }
    Arrays.fill(strengths, strength / Math.max(1, tasks() - 1));
    for (int k = 0; k < tasks(); k++) {
      strengths[k * tasks() + k] = 0f;
    }
  }

  @Override
  public void relate(int i, int j, float strength) {
    Relatable.check(i, j, strength);
    strengths[i * tasks() + j] = strength;
    strengths[j * tasks() + i] = strength;
  }

  @Override
  public float strength(int i, int j) {
    return strengths[i * tasks() + j];
  }

  @Override
  public void initialize(Rng rng) {
    long seed = rng.nextLong();
    for (Stack stack : stacks) {
      stack.initialize(new Rng(seed));
    }
  }

  @Override
  void share(Features x, boolean training) {}

  @Override
  float[] represent(int task, Features x, boolean training) {
    return stacks[task].forward(x, null, training);
  }

  @Override
  void backward(Features x, boolean[] active, float[][] gradients) {
    for (int k = 0; k < active.length; k++) {
      if (active[k]) {
        stacks[k].backward(x, gradients[k], null);
        pull(k);
      }
    }
  }

  private void pull(int task) {
    float sum = 0f;
    for (int j = 0; j < stacks.length; j++) {
      float strength = strengths[task * stacks.length + j];
      if (strength > 0) {
        Penalty.towards(segments.get(task), segments.get(j), strength);
        sum += strength;
      }
    }
    if (sum > 0) {
      Penalty.ridge(segments.get(task), sum);
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("strengths").putFloats(strengths);
    for (Stack stack : stacks) {
      stack.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    in.tag("strengths").getFloats(strengths);
    for (Stack stack : stacks) {
      stack.restore(in);
    }
  }
}
