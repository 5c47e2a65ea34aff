/** What the learning rate is worth, and that nobody has to guess it. */
package io.braid.bench.rates;
