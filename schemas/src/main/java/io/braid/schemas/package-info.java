/**
 * The records Braid reads and writes, and their bytes on a topic: one zero byte, the schema id in
 * the registry as four big-endian bytes, then Avro binary.
 */
package io.braid.schemas;
