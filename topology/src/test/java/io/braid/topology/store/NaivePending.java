package io.braid.topology.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** What a {@link PendingStore} does, by lists that are searched from end to end. */
final class NaivePending {
  /** What waits: an event, all labels known or not, or a label record. */
  record Item(String kind, String id, long due, long offset) {
    @Override
    public String toString() {
      return kind + " " + id + "@" + offset;
    }
  }

  private static final List<String> ORDER = List.of("open", "complete", "label");

  private final long wait;
  private final int most;
  private final List<String> departed;
  private final List<Item> items = new ArrayList<>();
  private long now = Long.MIN_VALUE;

  NaivePending(long wait, int most, List<String> departed) {
    this.wait = wait;
    this.most = most;
    this.departed = departed;
  }

  int size() {
    return items.size();
  }

  /** Returns the offsets of the labels that had come before, and whether it replaced an event. */
  String event(String id, long time, long offset, boolean complete) {
    now = Math.max(now, time);
    boolean replaced = false;
    for (Item item : select(i -> i.id.equals(id) && !i.kind.equals("label"))) {
      items.remove(item);
      replaced = item.due >= now;
      if (!replaced) {
        depart(item, false);
      }
    }
    List<Long> labels = new ArrayList<>();
    List<Item> before = select(i -> i.id.equals(id) && i.kind.equals("label"));
    before.sort(Comparator.comparingLong(Item::offset));
    for (Item item : before) {
      items.remove(item);
      if (item.due >= now) {
        labels.add(item.offset);
      } else {
        depart(item, false);
      }
    }
    items.add(new Item(complete ? "complete" : "open", id, time + wait, offset));
    return replaced + " " + labels;
  }

  /** Returns the offset of the event it completed, or what became of the label record. */
  String label(String id, long time, long offset) {
    for (Item item : select(i -> i.id.equals(id) && !i.kind.equals("label") && i.due >= now)) {
      items.set(items.indexOf(item), new Item("complete", id, item.due, item.offset));
      return "of " + item.offset;
    }
    if (select(i -> i.id.equals(id) && i.kind.equals("label")).size() >= 16) {
      return "refused";
    }
    items.add(new Item("label", id, (now == Long.MIN_VALUE ? time : now) + wait, offset));
    return "kept";
  }

  void settle() {
    for (int n = 0; n < 32; n++) {
      List<Item> over = select(i -> i.due < now);
      over.sort(Comparator.comparing(i -> ORDER.indexOf(i.kind)));
      boolean full = over.isEmpty() && items.size() > most;
      if (full) {
        over = select(i -> i.kind.equals("complete"));
        if (over.isEmpty()) {
          over = select(i -> true);
          over.sort(Comparator.comparingLong(Item::due).thenComparing(i -> ORDER.indexOf(i.kind)));
        }
      }
      if (over.isEmpty()) {
        return;
      }
      items.remove(over.get(0));
      depart(over.get(0), full);
    }
  }

  private void depart(Item item, boolean full) {
    if (item.kind.equals("open")) {
      departed.add("open " + full);
    } else if (item.kind.equals("label")) {
      departed.add("label " + item.offset + " " + full);
    }
  }

  /** In the order of due time and offset. */
  private List<Item> select(Predicate<Item> which) {
    List<Item> some = new ArrayList<>(items.stream().filter(which).toList());
    some.sort(Comparator.comparingLong(Item::due).thenComparingLong(Item::offset));
    return some;
  }
}
