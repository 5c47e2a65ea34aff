package io.braid.topology.event;

import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.spec.Pipeline;
import io.braid.schemas.Framing;
import io.braid.schemas.MalformedRecordException;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.UnknownSchemaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registry-framed Avro records of any type to rows, by the pipeline's mapping.
 *
 * <p>A field is a dotted path through nested records and maps ({@code station.flow}, {@code
 * features.temperature}); unions may hold null and several types. Numbers of all widths, booleans,
 * strings, enums, UUIDs, decimals, dates and timestamps are understood. A mapped feature or label
 * that a schema does not have is missing, and is logged once; identity, time and weight, if mapped,
 * have to be there. Of {@code io.braid.schemas.Event} and {@code Label} the fields are looked up in
 * their maps.
 *
 * <p>Whatever the bytes are, the answer is a row or a {@link RejectedException}; only a registry
 * that does not answer is {@link io.braid.schemas.RegistryUnavailableException}, to be retried. A
 * row that was being filled by then is to be dropped. Not thread-safe; allocates nothing in steady
 * state unless the identity is asked for.
 */
public final class EventDecoder {
  /** Default of the most bytes a record may have: what Kafka lets pass by default. */
  public static final int MAX_BYTES = 1 << 20;

  /** Most schemas whose plans are kept; beyond that they are compiled anew when they come. */
  static final int MAX_SCHEMAS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(EventDecoder.class);

  /** A schema's plan, or why there is none. */
  private record Compiled(
      Plan plan, boolean needsId, boolean needsTime, Reason reason, String problem) {}

  private final Mapping mapping;
  private final RegistryClient registry;
  private final int maxBytes;
  private final Map<Integer, Compiled> byId = new HashMap<>();
  private final Cursor cursor = new Cursor();
  private final Utf8Text text = new Utf8Text();
  private Compiled last;
  private int lastId;
  private long absentFields;

  private EventDecoder(Pipeline pipeline, boolean later, RegistryClient registry, int maxBytes) {
    this.mapping = new Mapping(pipeline, later);
    this.registry = registry;
    this.maxBytes = maxBytes;
  }

  /**
   * Decodes events: features, and the labels they already have.
   *
   * @param pipeline bound: no globs among its features
   * @param maxBytes a record of more is rejected
   */
  public static EventDecoder events(Pipeline pipeline, RegistryClient registry, int maxBytes) {
    return new EventDecoder(pipeline, false, registry, maxBytes);
  }

  /**
   * Decodes labels that come later: fills in the labels of a row and leaves the rest of it alone.
   *
   * @param maxBytes a record of more is rejected
   */
  public static EventDecoder labels(Pipeline pipeline, RegistryClient registry, int maxBytes) {
    return new EventDecoder(pipeline, true, registry, maxBytes);
  }

  /** A row of the right size, everything missing. */
  public Row newRow() {
    return mapping.binder().newRow();
  }

  /**
   * Decodes one record.
   *
   * @param framed the record's value, may be null
   * @throws RejectedException if the record cannot be used
   * @throws io.braid.schemas.RegistryUnavailableException if its schema is needed and the registry
   *     does not answer
   */
  public void decode(byte[] framed, Row row) throws RejectedException {
    mapping.begin(row);
    if (framed == null) {
      throw new RejectedException(Reason.NULL_VALUE, "record has no value");
    }
    if (framed.length > maxBytes) {
      throw new RejectedException(
          Reason.TOO_LARGE, "record of " + framed.length + " bytes, allowed: up to " + maxBytes);
    }
    Compiled compiled = compiled(framed);
    if (compiled.problem != null) {
      throw new RejectedException(compiled.reason, compiled.problem);
    }
    cursor.reset(framed, Framing.HEADER);
    compiled.plan.root().run(cursor);
    cursor.requireEnd();
    if (compiled.needsId && !mapping.id().known()) {
      throw mapping.id().missingField();
    }
    if (compiled.needsTime && !mapping.time().known()) {
      throw mapping.time().missingField();
    }
  }

  /** Identity of the last record; null if it has none, and then the record's key stands for it. */
  public String id() {
    return mapping.id().value();
  }

  /** Whether the last record holds a time; if not, the Kafka record's timestamp stands for it. */
  public boolean hasTime() {
    return mapping.time().known();
  }

  /** Time of the last record, epoch milliseconds, if {@link #hasTime}. */
  public long time() {
    return mapping.time().value();
  }

  /** Whether the last record replaces labels that are known already. */
  public boolean correction() {
    return mapping.correction().value();
  }

  /** How often a schema was met that lacks a mapped field: counted per schema and field. */
  public long absentFields() {
    return absentFields;
  }

  private Compiled compiled(byte[] framed) throws RejectedException {
    int id;
    try {
      id = Framing.schemaId(framed);
    } catch (MalformedRecordException e) {
      throw new RejectedException(Reason.NOT_FRAMED, e.getMessage());
    }
    if (last != null && id == lastId) {
      return last;
    }
    Compiled compiled = byId.get(id);
    if (compiled == null) {
      try {
        compiled = compile(id, registry.schemaById(id));
      } catch (UnknownSchemaException e) {
        throw new RejectedException(Reason.UNKNOWN_SCHEMA, e.getMessage());
      }
      if (byId.size() == MAX_SCHEMAS) {
        byId.clear();
      }
      byId.put(id, compiled);
    }
    last = compiled;
    lastId = id;
    return compiled;
  }

  private Compiled compile(int id, Schema writer) {
    String name = "schema id " + id + " (" + writer.getFullName() + ")";
    if (writer.getType() != Schema.Type.RECORD) {
      return refused(Reason.INCOMPATIBLE_SCHEMA, name + " is no record");
    }
    String excess = SchemaLimits.excess(writer);
    if (excess != null) {
      return refused(Reason.INCOMPATIBLE_SCHEMA, name + " " + excess);
    }
    Plan plan = Plan.compile(writer, mapping.tree(writer.getFullName()), text);
    List<String> absent = new ArrayList<>();
    Map<String, Target> wanted = mapping.wanted();
    wanted.forEach(
        (field, target) -> {
          if (!plan.found().contains(target)) {
            absent.add(field);
          }
        });
    if (absent.size() == wanted.size()) {
      return refused(
          Reason.INCOMPATIBLE_SCHEMA, name + " has none of the mapped fields " + wanted.keySet());
    }
    List<Target> required = mapping.required(writer.getFullName());
    for (Target target : required) {
      if (!plan.found().contains(target)) {
        return refused(Reason.MISSING_FIELD, name + " lacks " + target.name());
      }
    }
    if (!absent.isEmpty()) {
      absentFields += absent.size();
      LOG.warn("{} lacks {}: they count as missing values", name, absent);
    }
    return new Compiled(
        plan, required.contains(mapping.id()), required.contains(mapping.time()), null, null);
  }

  private static Compiled refused(Reason reason, String problem) {
    return new Compiled(null, false, false, reason, problem);
  }
}
