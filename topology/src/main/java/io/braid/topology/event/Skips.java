package io.braid.topology.event;

import io.braid.model.data.RejectedException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Steps over what is not mapped. Values of a fixed size, and runs of them, are stepped over at
 * once. Schemas may be recursive: each is compiled once.
 */
final class Skips {
  private final IdentityHashMap<Schema, Step> known = new IdentityHashMap<>();

  /** The step that skips a value of a schema. */
  Step of(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> new Fixed(0);
      case BOOLEAN -> new Bool();
      case FLOAT -> new Fixed(4);
      case DOUBLE -> new Fixed(8);
      case FIXED -> new Fixed(schema.getFixedSize());
      case INT -> new Int();
      case LONG -> new Varint();
      case ENUM -> new Choice(schema.getEnumSymbols().size());
      case STRING, BYTES -> new Blob();
      case ARRAY, MAP, UNION, RECORD -> nested(schema);
    };
  }

  private Step nested(Schema schema) {
    Step before = known.get(schema);
    if (before != null) {
      return before;
    }
    Later later = new Later();
    known.put(schema, later);
    Step step =
        switch (schema.getType()) {
          case ARRAY -> new Blocks(of(schema.getElementType()), false);
          case MAP -> new Blocks(of(schema.getValueType()), true);
          case UNION -> new Union(schema.getTypes().stream().map(this::of).toArray(Step[]::new));
          default -> record(schema);
        };
    later.step = step;
    known.put(schema, step);
    return step;
  }

  private Step record(Schema schema) {
    List<Step> steps = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      append(steps, of(field.schema()));
    }
    if (steps.isEmpty()) {
      return new Fixed(0);
    }
    return steps.size() == 1 && steps.get(0).fixedSize() >= 0
        ? steps.get(0)
        : new Fields(steps.toArray(Step[]::new));
  }

  /** Adds a step, joining it to the one before if both have a fixed size. */
  static void append(List<Step> steps, Step step) {
    int last = steps.size() - 1;
    if (last >= 0 && step instanceof Fixed after && steps.get(last) instanceof Fixed before) {
      long size = (long) before.size + after.size;
      if (size <= Integer.MAX_VALUE) {
        steps.set(last, new Fixed((int) size));
        return;
      }
    }
    steps.add(step);
  }

  private static final class Fixed extends Step {
    private final int size;

    Fixed(int size) {
      this.size = size;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      in.skip(size);
    }

    @Override
    int fixedSize() {
      return size;
    }
  }

  private static final class Bool extends Step {
    @Override
    void run(Cursor in) throws RejectedException {
      in.readBoolean();
    }
  }

  private static final class Int extends Step {
    @Override
    void run(Cursor in) throws RejectedException {
      in.readInt();
    }
  }

  private static final class Varint extends Step {
    @Override
    void run(Cursor in) throws RejectedException {
      in.readLong();
    }
  }

  private static final class Choice extends Step {
    private final int count;

    Choice(int count) {
      this.count = count;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      in.readIndex(count);
    }
  }

  private static final class Blob extends Step {
    @Override
    void run(Cursor in) throws RejectedException {
      in.skip(in.readLength());
    }
  }

  private static final class Blocks extends Step {
    private final Step item;
    private final boolean keyed;
    private final int size;

    Blocks(Step item, boolean keyed) {
      this.item = item;
      this.keyed = keyed;
      this.size = keyed ? -1 : item.fixedSize();
    }

    @Override
    void run(Cursor in) throws RejectedException {
      in.enter();
      for (long count = in.readBlock(size); count > 0; count = in.readBlock(size)) {
        if (size >= 0) {
          in.skip(count * size);
          continue;
        }
        for (long i = 0; i < count; i++) {
          if (keyed) {
            in.skip(in.readLength());
          }
          item.run(in);
        }
      }
      in.leave();
    }
  }

  private static final class Union extends Step {
    private final Step[] branches;

    Union(Step[] branches) {
      this.branches = branches;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      branches[in.readIndex(branches.length)].run(in);
    }
  }

  private static final class Fields extends Step {
    private final Step[] fields;

    Fields(Step[] fields) {
      this.fields = fields;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      in.enter();
      for (Step field : fields) {
        field.run(in);
      }
      in.leave();
    }
  }

  /** Stands for a schema within itself. */
  private static final class Later extends Step {
    private Step step;

    @Override
    void run(Cursor in) throws RejectedException {
      step.run(in);
    }
  }
}
