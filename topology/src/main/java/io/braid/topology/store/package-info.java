/**
 * The learner's state as a Kafka Streams state store: learned exactly once under both processing
 * guarantees. {@link io.braid.topology.store.LearnerStore} says how and why.
 */
package io.braid.topology.store;
