package io.braid.schemas;

import java.io.IOException;
import org.apache.avro.io.Encoder;

/**
 * Writes a value as one Avro record, field by field in the order of its schema: for what is written
 * so often that making a generated record first would cost more than writing it.
 *
 * @param <T> what is written
 */
@FunctionalInterface
public interface RecordWriter<T> {
  /** Writes one value. Used by one thread at a time. */
  void write(T value, Encoder out) throws IOException;
}
