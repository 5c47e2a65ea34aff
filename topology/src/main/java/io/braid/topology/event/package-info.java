/**
 * Records of any Avro schema to rows. A schema is compiled once into a plan, a tree of steps over
 * the writer's fields: those the pipeline maps are read straight into the row, the others are
 * skipped, and nothing is allocated.
 */
package io.braid.topology.event;
