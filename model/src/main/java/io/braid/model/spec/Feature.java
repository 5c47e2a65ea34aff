package io.braid.model.spec;

/**
 * One input feature.
 *
 * @param name unique within the pipeline; before binding it may be a glob such as {@code flow_*}
 * @param field the event's field, a dotted path; equals the name unless written otherwise
 * @param encoder how raw values become columns: a name of the encoder catalogue with parameters
 */
public record Feature(String name, String field, Component encoder) {
  /** Whether the name is a pattern that has to be expanded. */
  public boolean isGlob() {
    return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
  }
}
