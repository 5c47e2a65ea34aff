package io.braid.model.data;

/**
 * SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
 * figure 15). Own code for one reason: the JDK's generators do not give out their state, and the
 * generator's state is learner state.
 */
public final class Rng implements State {
  private long state;

  public Rng(long seed) {
    this.state = seed;
  }

  public long nextLong() {
    return mix(state += 0x9E3779B97F4A7C15L);
  }

  /** Uniform in [0, 1). */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [0, 1). */
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1.0p-24f;
  }

  /** Uniform in [0, bound); the bias is below bound / 2^32. */
  public int nextInt(int bound) {
    return (int) ((nextLong() >>> 32) * bound >>> 32);
  }

  /** Standard normal, by Box and Muller; StrictMath makes it the same on every machine. */
  public double nextGaussian() {
    double u = 1.0 - nextDouble();
    double v = nextDouble();
    return StrictMath.sqrt(-2.0 * StrictMath.log(u)) * StrictMath.cos(2.0 * Math.PI * v);
  }

  /** A generator whose sequence is independent of what this one gives next. */
  public Rng split() {
    return new Rng(nextLong());
  }

  /** SplitMix64's finaliser: a bijection that spreads every bit over all 64. */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLong(state);
  }

  @Override
  public void restore(SnapshotReader in) {
    state = in.getLong();
  }
}
