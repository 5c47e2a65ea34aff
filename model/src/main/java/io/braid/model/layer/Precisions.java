package io.braid.model.layer;

import io.braid.model.data.Section;
import java.util.ArrayList;
import java.util.List;

/** The precisions of a network's heads: heads of the same settings and inputs share one. */
public final class Precisions {
  private final List<SharedPrecision> all = new ArrayList<>();
  private final List<FamilyPrecision> families = new ArrayList<>();

  /** The precision of these settings; made when first asked for. */
  SharedPrecision of(SharedPrecision.Settings settings) {
    for (SharedPrecision each : all) {
      if (each.settings().equals(settings)) {
        return each;
      }
    }
    SharedPrecision made = new SharedPrecision(settings, all.size());
    all.add(made);
    return made;
  }

  /** Keeps that of a family of tasks, too, which shares it with no other. */
  void add(FamilyPrecision family) {
    families.add(family);
  }

  /** Says that the heads will read other rows, or the same through a trunk that has moved. */
  public void nextRows() {
    for (int i = 0; i < all.size(); i++) {
      all.get(i).nextRows();
    }
  }

  /** What a store keeps of them, once every head has been made. */
  public List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    for (SharedPrecision each : all) {
      sections.addAll(each.sections());
    }
    for (FamilyPrecision each : families) {
      sections.addAll(each.sections());
    }
    return sections;
  }
}
