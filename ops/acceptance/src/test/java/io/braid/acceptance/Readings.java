package io.braid.acceptance;

import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistrySerializer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/**
 * Readings of an invented machine, in Avro records of their own, the same in every run; and what an
 * undisturbed learner says of each of them. The last {@link #PROBES} have no labels: their
 * predictions show the model as it is after all the others, and so a difference of a single bit in
 * what was learned.
 */
final class Readings {
  /** Readings without labels, at the end. */
  static final int PROBES = 100;

  private static final List<String> COLOURS = List.of("red", "green", "blue", "black");

  /** One reading; the labels are meaningless for a probe. */
  record Reading(String id, double a, double b, String colour, double much, boolean hot) {}

  private final String name;
  private final String hidden;
  private final List<Reading> readings = new ArrayList<>();

  /**
   * @param name of the pipeline; its input topic is {@code <name>.readings}
   * @param hidden sizes of the trunk's layers
   * @param count how many, the probes included
   */
  Readings(String name, String hidden, int count) {
    this.name = name;
    this.hidden = hidden;
    Rng rng = new Rng(20_261_122);
    for (int i = 0; i < count; i++) {
      double a = rng.nextGaussian();
      double b = 10 * rng.nextDouble();
      int colour = rng.nextInt(COLOURS.size());
      double much = 3 * a - 0.5 * b + colour + 0.1 * rng.nextGaussian();
      readings.add(new Reading("r" + i, a, b, COLOURS.get(colour), much, a * b > colour));
    }
  }

  String name() {
    return name;
  }

  String topic() {
    return name + ".readings";
  }

  int count() {
    return readings.size();
  }

  /** The pipeline as its users write it, for containers. */
  String yaml() {
    return """
        name: %s
        input: {topic: %s, id: id}
        features:
          - {name: a, type: numeric}
          - {name: b, type: numeric}
          - {name: colour, type: categorical, buckets: 8}
        trunk: {kind: mlp, hidden: %s, activation: relu}
        tasks:
          - {name: much, kind: regression, label: much, loss: huber}
          - {name: hot, kind: binary, label: hot}
        kafka:
          bootstrap.servers: %s
          state.dir: /var/lib/braid
        schema.registry: {url: '%s'}
        """
        .formatted(name, topic(), hidden, Stack.KAFKA_INSIDE, Stack.REGISTRY_INSIDE);
  }

  /** The schema as of its first version. */
  static Schema schema() {
    return schema(fields -> fields);
  }

  /** The schema with more fields. */
  static Schema schema(UnaryOperator<FieldAssembler<Schema>> more) {
    return more.apply(
            SchemaBuilder.record("Reading")
                .namespace("org.example")
                .fields()
                .requiredString("id")
                .requiredDouble("a")
                .requiredDouble("b")
                .requiredString("colour")
                .optionalDouble("much")
                .optionalBoolean("hot"))
        .endRecord();
  }

  /** All readings as they go to the topic; registers the schema. */
  List<byte[]> records(RegistryClient registry) {
    return records(registry, schema(), 0, count());
  }

  /** Some readings as they go to the topic, written with a schema. */
  List<byte[]> records(RegistryClient registry, Schema schema, int from, int to) {
    RegistrySerializer<GenericRecord> serializer =
        new RegistrySerializer<>(
            registry, schema, () -> new GenericDatumWriter<GenericRecord>(schema)::write);
    List<byte[]> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Reading reading = readings.get(i);
      GenericRecord record = new GenericData.Record(schema);
      for (Schema.Field field : schema.getFields()) {
        if (field.hasDefaultValue()) {
          record.put(field.pos(), GenericData.get().getDefaultValue(field));
        }
      }
      record.put("id", reading.id());
      record.put("a", reading.a());
      record.put("b", reading.b());
      record.put("colour", reading.colour());
      if (i < count() - PROBES) {
        record.put("much", reading.much());
        record.put("hot", reading.hot());
      }
      records.add(serializer.serialize(topic(), record));
    }
    return records;
  }

  /** What a learner in this process, which nothing disturbs, says of each reading. */
  List<Prediction> expected() {
    Pipeline pipeline = PipelineFile.parse(yaml(), name + ".yaml");
    Prequential learner = new Prequential(pipeline);
    RowBinder binder = new RowBinder(pipeline);
    Row row = binder.newRow();
    List<Prediction> all = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      Reading reading = readings.get(i);
      try {
        binder.begin(row);
        binder.number(0, reading.a());
        binder.number(1, reading.b());
        binder.text(2, reading.colour());
        if (i < count() - PROBES) {
          binder.labelNumber(0, reading.much());
          binder.labelFlag(1, reading.hot());
        }
      } catch (RejectedException e) {
        throw new IllegalStateException("reading " + i, e);
      }
      Prediction said = learner.predict(row);
      Prediction kept = new Prediction(new int[] {1, 1});
      kept.set(said);
      all.add(kept);
      learner.learn(row);
    }
    return all;
  }
}
