package io.braid.sandbox;

import java.nio.file.Path;

/**
 * Runs an {@link EmbeddedBroker} in a process of its own until that is ended. Arguments: {@code
 * directory port controllerPort [property=value ...]}; a port of 0 picks a free one. Prints {@code
 * READY host:port} when the broker serves.
 */
public final class SandboxMain {
  private SandboxMain() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length < 3) {
      System.err.println("usage: SandboxMain directory port controllerPort [property=value ...]");
      System.exit(2);
    }
    EmbeddedBroker.Builder builder =
        EmbeddedBroker.builder()
            .directory(Path.of(args[0]))
            .port(Integer.parseInt(args[1]))
            .controllerPort(Integer.parseInt(args[2]));
    for (int i = 3; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      if (equals < 1) {
        System.err.println("property '" + args[i] + "' is not of the form name=value");
        System.exit(2);
      }
      builder.property(args[i].substring(0, equals), args[i].substring(equals + 1));
    }
    EmbeddedBroker broker = builder.build();
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
    broker.start();
    System.out.println("READY " + broker.bootstrapServers());
    System.out.flush();
    Thread.currentThread().join();
  }
}
