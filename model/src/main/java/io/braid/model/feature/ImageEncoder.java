package io.braid.model.feature;

import io.braid.model.data.Features;
import io.braid.model.data.Grid;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.ArrayList;
import java.util.List;

/**
 * An image as dense columns in [0, 1]: each number over {@code max}, cut at 0 and 1. Rows of pixels
 * from top to bottom, of a pixel its channels side by side. A missing image, or pixel, is 0. No
 * statistics: what a value means does not change with the stream.
 *
 * <p>An image comes either as a single value, all of its pixels in one field, or as a column per
 * pixel under a pattern such as {@code p*}; there is then one of these encoders per column.
 */
final class ImageEncoder implements Encoder {
  private static final int LARGEST = 1 << 20;

  private final int slot;
  private final String name;
  private final boolean whole;
  private final Grid grid;
  private final float scale;

  ImageEncoder(Params params, Slot slot) {
    this.slot = slot.index();
    this.name = slot.name();
    int height = params.integer("height", 28, 1, 4096);
    int width = params.integer("width", 28, 1, 4096);
    int channels = params.integer("channels", 1, 1, 64);
    this.scale = (float) (1 / params.real("max", 255, 1e-9, 1e9));
    long size = (long) height * width * channels;
    String product = height + " x " + width + " x " + channels;
    if (size > LARGEST) {
      throw new SpecException(
          params.path(),
          product + " numbers are not allowed, must be at most " + LARGEST + " in an image");
    }
    this.whole = slot.columns() == 1;
    this.grid = new Grid(0, height, width, channels);
    if (!whole && slot.columns() != size) {
      throw new SpecException(
          params.path(),
          "the pattern matches %d columns, must be %d = %s (height x width x channels)"
              .formatted(slot.columns(), size, product));
    }
  }

  /** The shape of the image; its place is not known here. */
  Grid grid() {
    return grid;
  }

  @Override
  public Input input() {
    return whole ? Input.PIXELS : Input.NUMBER;
  }

  @Override
  public int denseWidth() {
    return whole ? grid.size() : 1;
  }

  @Override
  public int sparseWidth() {
    return 0;
  }

  @Override
  public List<String> denseNames() {
    if (!whole) {
      return List.of(name);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < grid.size(); i++) {
      names.add(name + " " + i);
    }
    return names;
  }

  @Override
  public void observe(Row row) {}

  @Override
  public void encode(Row row, Features out, int denseAt, int sparseAt) {
    if (!whole) {
      out.dense[denseAt] = scaled((float) row.numbers[slot]);
      return;
    }
    float[] pixels = slot < row.pixels.length ? row.pixels[slot] : null;
    int n = grid.size();
    boolean missing = pixels == null || Float.isNaN(pixels[0]);
    for (int i = 0; i < n; i++) {
      out.dense[denseAt + i] = missing ? 0f : scaled(pixels[i]);
    }
  }

  /** In [0, 1]; 0 of NaN. */
  private float scaled(float value) {
    float column = value * scale;
    return column > 0f ? Math.min(column, 1f) : 0f;
  }

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
