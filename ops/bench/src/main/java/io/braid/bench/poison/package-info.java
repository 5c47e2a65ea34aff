/** What one bad task does to the others, and what protection does about it. */
package io.braid.bench.poison;
