package io.braid.topology.event;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Random schemas of all Avro types, nested, and random values of them. */
final class RandomRecords {
  private static final String[] WORDS = {"a", "b", "c.d", "\u00e9", "1", "-0", "true", "", " 2.5 "};
  private static final double[] NUMBERS = {0, 1, -1, 2.5, 1e300, Double.NaN, 1e18, -0.0};
  private static final long[] WHOLES = {0, 1, -1, 77, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53};

  private final Random random;
  private int names;

  RandomRecords(long seed) {
    random = new Random(seed);
  }

  Schema record(int depth) {
    List<Schema.Field> fields = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      fields.add(new Schema.Field("x" + i, type(depth - 1, true), null, (Object) null));
    }
    return Schema.createRecord("R" + names++, null, "random", false, fields);
  }

  private Schema type(int depth, boolean union) {
    return switch (random.nextInt(depth > 0 ? 16 : 11)) {
      case 0 -> Schema.create(Schema.Type.BOOLEAN);
      case 1 -> Schema.create(Schema.Type.INT);
      case 2 -> Schema.create(Schema.Type.LONG);
      case 3 -> Schema.create(Schema.Type.FLOAT);
      case 4 -> Schema.create(Schema.Type.DOUBLE);
      case 5 -> Schema.create(Schema.Type.STRING);
      case 6 -> Schema.createEnum("E" + names++, null, "random", List.of("a", "b", "one"));
      case 7 ->
          LogicalTypes.decimal(30, random.nextInt(4)).addToSchema(Schema.create(Schema.Type.BYTES));
      case 8 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
      case 9 -> Schema.createFixed("F" + names++, null, "random", random.nextInt(3));
      case 10 -> Schema.create(Schema.Type.BYTES);
      case 11 -> Schema.createArray(type(depth - 1, true));
      case 12 -> Schema.createMap(type(depth - 1, true));
      case 13 -> union ? union(depth) : Schema.create(Schema.Type.DOUBLE);
      default -> record(depth);
    };
  }

  private Schema union(int depth) {
    List<Schema> branches = new ArrayList<>(List.of(Schema.create(Schema.Type.NULL)));
    for (int i = 0; i < 2; i++) {
      Schema branch = type(depth - 1, false);
      if (branches.stream().noneMatch(b -> b.getType() == branch.getType())) {
        branches.add(random.nextInt(branches.size() + 1), branch);
      }
    }
    return Schema.createUnion(branches);
  }

  Object value(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextBoolean() ? random.nextInt() : random.nextInt(3);
      case LONG -> random.nextBoolean() ? random.nextLong() >> 24 : pick(WHOLES);
      case FLOAT -> (float) number();
      case DOUBLE -> number();
      case STRING -> WORDS[random.nextInt(WORDS.length)];
      case ENUM ->
          new GenericData.EnumSymbol(
              schema, schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size())));
      case BYTES ->
          ByteBuffer.wrap(
              schema.getLogicalType() == null
                  ? bytes(random.nextInt(4))
                  : new BigInteger(90, random).negate().toByteArray());
      case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
      case ARRAY -> {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          items.add(value(schema.getElementType()));
        }
        yield items;
      }
      case MAP -> {
        Map<String, Object> entries = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          entries.put(WORDS[random.nextInt(4)], value(schema.getValueType()));
        }
        yield entries;
      }
      case UNION -> value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
      case RECORD -> {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
          record.put(field.pos(), value(field.schema()));
        }
        yield record;
      }
    };
  }

  /** Up to {@code count} paths that lead to something in the schema, mostly to single values. */
  List<String> paths(Schema schema, int count) {
    List<String> all = new ArrayList<>();
    collect(schema, "", all);
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < count && !all.isEmpty(); i++) {
      paths.add(all.get(random.nextInt(all.size())));
    }
    return paths;
  }

  private void collect(Schema schema, String path, List<String> all) {
    switch (schema.getType()) {
      case RECORD -> {
        for (Schema.Field field : schema.getFields()) {
          collect(field.schema(), path.isEmpty() ? field.name() : path + "." + field.name(), all);
        }
      }
      case MAP -> {
        for (int i = 0; i < 4; i++) {
          collect(schema.getValueType(), path + "." + WORDS[i], all);
        }
      }
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, path, all));
      default -> all.add(path);
    }
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  Random random() {
    return random;
  }

  private double number() {
    return random.nextBoolean() ? random.nextGaussian() : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private long pick(long[] values) {
    return values[random.nextInt(values.length)];
  }
}
