package io.braid.topology.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mapped fields of a record by the segments of their dotted paths, with where each goes. */
final class FieldTree {
  private final Map<String, FieldTree> children = new LinkedHashMap<>();
  private final List<Target> targets = new ArrayList<>();
  private boolean closed;

  /** Maps a field; several targets may take one field. */
  void add(String path, Target target) {
    FieldTree node = this;
    for (String segment : path.split("\\.", -1)) {
      node = node.children.computeIfAbsent(segment, s -> new FieldTree());
    }
    node.targets.add(target);
  }

  /** Says that a map at {@code path} may hold no other keys than the mapped ones. */
  void close(String path) {
    child(path).closed = true;
  }

  /** The subtree under one segment; null if nothing there is mapped. */
  FieldTree child(String segment) {
    return children.get(segment);
  }

  /** Where the value at this very place goes. */
  List<Target> targets() {
    return targets;
  }

  /** Whether other keys are refused. */
  boolean closed() {
    return closed;
  }

  /** Every target at or below this place. */
  Collection<Target> all() {
    List<Target> all = new ArrayList<>(targets);
    for (FieldTree child : children.values()) {
      all.addAll(child.all());
    }
    return all;
  }

  /**
   * The places below by the key they would have in a map, where a key may hold dots: {@code a},
   * {@code a.b}, ...
   */
  Map<String, FieldTree> keys() {
    Map<String, FieldTree> keys = new LinkedHashMap<>();
    collect("", keys);
    return keys;
  }

  private void collect(String prefix, Map<String, FieldTree> keys) {
    for (Map.Entry<String, FieldTree> child : children.entrySet()) {
      keys.put(prefix + child.getKey(), child.getValue());
      child.getValue().collect(prefix + child.getKey() + ".", keys);
    }
  }
}
