package io.braid.model.learner;

import io.braid.model.data.Section;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Transfer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a new learner begin with what another has learned. Of a learner of the same structure
 * everything is taken over. Of another, what fits by name and shape: the trunk, the heads and label
 * scales of tasks of the same name, for each what the optimizer knows of them if it is the same
 * optimizer, and the statistics of features of the same name, type and settings. What is wanted and
 * does not fit is an error that lists it, before anything has moved. A task the other does not have
 * begins anew, its part of a trunk that has such parts included. Of several learning rates each
 * begins with the nearest. Steps count from 0, and with them schedules and thawing.
 */
final class WarmStart {
  private static final int SHOWN = 8;

  private final Learner learner;
  private final Learner source;
  private final Transfer.WarmStart wanted;
  private final TaskMatch match;
  private final List<String> misfits = new ArrayList<>();

  private WarmStart(Learner learner, Learner source, Transfer.WarmStart wanted) {
    this.learner = learner;
    this.source = source;
    this.wanted = wanted;
    match = new TaskMatch(learner, source);
  }

  /**
   * Takes over from a snapshot file.
   *
   * @param learner new
   * @throws SpecException if the file cannot be used, or what is wanted of it does not fit
   */
  static Inherited into(Learner learner, Transfer.WarmStart wanted) {
    Prequential read;
    try {
      read = ModelFile.read(Path.of(wanted.from()));
    } catch (NoSuchFileException e) {
      throw new SpecException("warm_start.from", wanted.from() + ": no such file");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SnapshotException e) {
      throw new SpecException("warm_start.from", e.getMessage());
    }
    return new WarmStart(learner, read.learner(), wanted).inherit();
  }

  private Inherited inherit() {
    boolean whole =
        wanted.trunk() && wanted.heads() && learner.structureHash().equals(source.structureHash());
    int features = 0;
    long steps = source.steps();
    if (whole) {
      everything();
      features = learner.pipeline().features().size();
    } else {
      check();
      features = match.features().inherit(learner.intake.encoder(), source.intake.encoder());
      for (Model model : learner.models) {
        inherit(model, nearest(model));
      }
      mixture();
    }
    learner.begun();
    List<String> heads = new ArrayList<>();
    List<String> anew = new ArrayList<>();
    for (int k = 0; k < match.tasks(); k++) {
      (wanted.heads() && match.of(k) >= 0 ? heads : anew).add(match.name(k));
    }
    return new Inherited(wanted.from(), steps, whole, wanted.trunk(), heads, anew, features);
  }

  private void everything() {
    SnapshotWriter state = new SnapshotWriter();
    List<Section> to = learner.sections();
    List<Section> from = source.sections();
    for (int s = 0; s < to.size(); s++) {
      from.get(s).state().save(state.reset());
      to.get(s).state().restore(new SnapshotReader(state.toByteArray()));
    }
  }

  /** Collects all that does not fit, and refuses it together. */
  private void check() {
    Network here = learner.models[0].network();
    Network there = source.models[0].network();
    if (wanted.trunk() || wanted.heads()) {
      misfits.addAll(match.features().misfits());
    }
    if (wanted.trunk()) {
      misfits.addAll(match.trunkMisfits(here, there));
    }
    for (int k = 0; wanted.heads() && k < match.tasks(); k++) {
      if (match.of(k) >= 0) {
        misfits.addAll(match.headMisfits(k, here, there));
      }
    }
    if (!misfits.isEmpty()) {
      int shown = Math.min(SHOWN, misfits.size());
      String more = misfits.size() > shown ? "; and " + (misfits.size() - shown) + " more" : "";
      throw new SpecException(
          "warm_start.from",
          wanted.from()
              + " does not fit this pipeline: "
              + String.join("; ", misfits.subList(0, shown))
              + more
              + ". What is not wanted is left out by warm_start.trunk: false or warm_start.heads:"
              + " none");
    }
  }

  private void inherit(Model model, Model from) {
    Network here = model.network();
    Network there = from.network();
    if (wanted.trunk()) {
      for (Segment segment : TaskMatch.trunk(here)) {
        Segment its = match.trunkSegment(segment, there);
        if (its != null) {
          model.descent().inherit(segment, from.descent(), its);
        }
      }
      SnapshotWriter state = new SnapshotWriter();
      there.trunk().save(state);
      here.trunk().restore(new SnapshotReader(state.toByteArray()));
    }
    for (int k = 0; wanted.heads() && k < match.tasks(); k++) {
      int j = match.of(k);
      if (j < 0) {
        continue;
      }
      List<Segment> own = here.headSegments(k);
      for (int s = 0; s < own.size(); s++) {
        model.descent().inherit(own.get(s), from.descent(), there.headSegments(j).get(s));
      }
      here.head(k).inherit(there.head(j));
      model.objective().inherit(k, from.objective(), j);
    }
    here.parametersMoved();
  }

  /** The model of the other whose learning rate is nearest, as a ratio. */
  private Model nearest(Model model) {
    Model best = source.models[0];
    for (Model each : source.models) {
      if (distance(model, each) < distance(model, best)) {
        best = each;
      }
    }
    return best;
  }

  private static double distance(Model one, Model other) {
    return Math.abs(Math.log(one.descent().baseRate() / other.descent().baseRate()));
  }

  /** What the mixture has found out of the rates, if they are the same. */
  private void mixture() {
    boolean same = learner.mixture != null && learner.models.length == source.models.length;
    for (int m = 0; same && m < learner.models.length; m++) {
      same = distance(learner.models[m], source.models[m]) == 0;
    }
    for (int k = 0; same && wanted.heads() && k < match.tasks(); k++) {
      if (match.of(k) >= 0) {
        learner.mixture.inherit(k, source.mixture, match.of(k));
      }
    }
  }
}
