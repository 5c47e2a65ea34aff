package io.braid.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;

/**
 * A volume of 64 MiB for an application's state. A container that does nothing holds it, so that
 * what is on it outlives the application's process; and fills it and empties it again.
 */
final class SmallDisk implements AutoCloseable {
  /** Where it is mounted. */
  static final String PATH = "/var/lib/braid";

  private final String volume;
  private final GenericContainer<?> holder;

  @SuppressWarnings("resource")
  SmallDisk(String name) {
    volume = name + "-" + System.nanoTime();
    Stack.client()
        .createVolumeCmd()
        .withName(volume)
        .withDriver("local")
        .withDriverOpts(Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=64m,uid=10001"))
        .exec();
    holder =
        Braid.idle()
            .withCreateContainerCmdModifier(
                c -> c.getHostConfig().withBinds(new Bind(volume, new Volume(PATH))));
    holder.start();
  }

  String volume() {
    return volume;
  }

  /** Leaves no byte free. */
  void fill() throws Exception {
    shell("dd if=/dev/zero of=" + PATH + "/filler bs=64k 2>/dev/null; true");
  }

  /** Gives the space back. */
  void empty() throws Exception {
    shell("rm " + PATH + "/filler");
  }

  private void shell(String command) throws Exception {
    var result = holder.execInContainer("sh", "-c", command);
    assertThat(result.getExitCode()).as(command + ": " + result.getStderr()).isZero();
  }

  @Override
  public void close() {
    holder.stop();
    Stack.client().removeVolumeCmd(volume).exec();
  }
}
