package io.braid.model.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads pipeline files. Structure, types, ranges, names and cross-references are checked here;
 * names and parameters of components (which optimizer, which loss) by their catalogues when the
 * learner is built; fields by {@link Pipeline#bind}.
 */
public final class PipelineFile {
  private PipelineFile() {}

  /**
   * @throws SpecException if the file is missing, not a YAML file in UTF-8, or holds a wrong
   *     setting
   */
  public static Pipeline read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new SpecException(file.toString(), "no such file");
    } catch (CharacterCodingException e) {
      throw new SpecException(file.toString(), "must be text in UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parse(text, file.toString());
  }

  /**
   * @param yaml the text of a pipeline file
   * @param source what the text is called in errors of the YAML itself
   * @throws SpecException if the text is not YAML or holds a wrong setting
   */
  public static Pipeline parse(String yaml, String source) {
    return new PipelineGrammar(Yaml.parse(yaml, source)).pipeline();
  }

  /**
   * A text from which {@link #parse} makes this pipeline again, its features listed one by one;
   * without {@code kafka}, {@code schema.registry}, {@code http} and {@code warm_start}.
   *
   * @param pipeline bound, read from a pipeline file
   * @throws SpecException if it was made otherwise
   */
  public static String text(Pipeline pipeline) {
    return WrittenPipeline.of(pipeline);
  }
}
