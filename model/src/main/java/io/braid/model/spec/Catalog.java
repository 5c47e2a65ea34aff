package io.braid.model.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Name to constructor, for one kind of component. Unknown names and unknown keys are refused with
 * the known ones listed. Immutable once built, so safe to share.
 *
 * @param <C> what a constructor needs besides parameters (sizes, tasks)
 * @param <T> what it makes
 */
public final class Catalog<C, T> {

  /** Makes one component; reads every parameter it knows from {@code params}. */
  @FunctionalInterface
  public interface Constructor<C, T> {
    T create(Params params, C context);
  }

  private record Entry<C, T>(String summary, Constructor<C, T> constructor) {}

  private final String noun;
  private final Map<String, Entry<C, T>> entries;

  private Catalog(String noun, Map<String, Entry<C, T>> entries) {
    this.noun = noun;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /** An empty catalogue of things called {@code noun}. */
  public static <C, T> Catalog<C, T> of(String noun) {
    return new Catalog<>(noun, new LinkedHashMap<>());
  }

  /** This catalogue with one more entry; {@code summary} is one line for help texts. */
  public Catalog<C, T> with(String name, String summary, Constructor<C, T> constructor) {
    Map<String, Entry<C, T>> more = new LinkedHashMap<>(entries);
    if (more.put(name, new Entry<>(summary, constructor)) != null) {
      throw new IllegalArgumentException(noun + " '" + name + "' is registered twice");
    }
    return new Catalog<>(noun, more);
  }

  /**
   * Makes the named component.
   *
   * @throws SpecException if the name or a parameter is unknown, or a value is not allowed
   */
  public T create(Component component, C context) {
    return create(component, component.params(), context);
  }

  private T create(Component component, Params params, C context) {
    Entry<C, T> entry = entries.get(component.kind());
    if (entry == null) {
      throw new SpecException(
          component.path(), "no " + noun + " named '" + component.kind() + "', known: " + names());
    }
    T made = entry.constructor.create(params, context);
    params.close();
    return made;
  }

  /** What the entries are called, in the singular. */
  public String noun() {
    return noun;
  }

  /** Every name, in order of registration. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** One line on an entry. */
  public String summary(String name) {
    return entries.get(name).summary;
  }

  /** The parameters of an entry with their defaults and ranges, for help texts. */
  public List<Params.Declared> parameters(String name, C context) {
    return parameters(Component.of(name), context);
  }

  /**
   * The same of a component as it is written: one setting may decide which others there are.
   *
   * @throws SpecException as {@link #create} does
   */
  public List<Params.Declared> parameters(Component component, C context) {
    Params params = component.params();
    create(component, params, context);
    return params.declared();
  }
}
