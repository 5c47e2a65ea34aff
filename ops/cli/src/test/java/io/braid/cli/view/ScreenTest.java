package io.braid.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.cli.view.Screen.Size;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void everyFrameIsDrawnOverTheLastOneAndTheCursorComesBack() {
    try (Screen screen = new Screen(out)) {
      screen.draw(List.of("a", "b"), new Size(80, 24));
      screen.draw(List.of("c"), new Size(80, 24));
      screen.clear();
    }
    assertThat(written())
        .isEqualTo("<?25l" + "\ra<K\nb<K\n<J" + "\r<2Ac<K\n<J" + "\r<1A<J" + "<?25h");
  }

  @Test
  void aFrameIsCutToTheRowsOfTheTerminal() {
    try (Screen screen = new Screen(out)) {
      screen.draw(List.of("a", "b", "c"), new Size(80, 3));
    }
    assertThat(written()).isEqualTo("<?25l\ra<K\nb<K\n<J<?25h");
  }

  @Test
  void theAnswerOfSttyIsRead() {
    assertThat(Screen.parse("24 100\n")).isEqualTo(new Size(100, 24));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0 0", "24", "stty: no terminal", "24 -1", "999999 1"})
  void anUnknownSizeIsTheUsualOne(String answer) {
    assertThat(Screen.parse(answer)).isEqualTo(new Size(80, 24));
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8).replace("\u001b[", "<");
  }
}
