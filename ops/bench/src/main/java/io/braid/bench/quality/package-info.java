/** How well it learns: methods beside data sets, one pass each, test then train. */
package io.braid.bench.quality;
