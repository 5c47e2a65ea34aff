/** The application through a real broker: throughput, latency, memory, recovery. */
package io.braid.bench.e2e;
