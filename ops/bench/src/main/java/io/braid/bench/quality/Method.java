package io.braid.bench.quality;

import java.io.IOException;

/**
 * A row of the tables of quality.
 *
 * @param name what stands in front of the row
 * @param seeds how often it runs over a data set; 1 where chance plays no part
 * @param balances whether it only decides between tasks, so that with one task it is the default
 * @param peer whether it is none of Braid's
 * @param player lets it run
 */
record Method(String name, int seeds, boolean balances, boolean peer, Player player) {

  /** One run over a data set. */
  @FunctionalInterface
  interface Player {
    /**
     * @return null if the data set has nothing for the method
     * @throws RuntimeException if the method cannot deal with such data: the message says why
     */
    Outcome play(DataSet set, int seed) throws IOException;
  }

  /** Whether running it over a data set says anything. */
  boolean plays(DataSet set) {
    return !balances || set.tasks().size() > 1;
  }
}
