/** Other learners on the same data. */
package io.braid.bench.peer;
