package io.braid.model.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * One YAML document to maps, lists and scalars. Walks the tokens itself, because a key that stands
 * twice and an alias, which the parser hands out as if it were text, have to be refused with their
 * place.
 */
final class Yaml {
  private final String source;
  private final YAMLParser parser;

  private Yaml(String source, YAMLParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /**
   * @param source what the text is called in errors
   * @throws SpecException naming line and column, if the text is not one YAML map
   */
  static Map<String, Object> parse(String text, String source) {
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      return new Yaml(source, parser).document();
    } catch (JsonProcessingException e) {
      throw new SpecException(source, place(e) + problem(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new SpecException(source, "the file is empty");
    }
    if (first != JsonToken.START_OBJECT) {
      throw refused("must be settings by name, such as 'name: river-flow'");
    }
    Map<String, Object> map = map();
    if (parser.nextToken() != null) {
      throw refused("a second document, one pipeline per file");
    }
    return map;
  }

  private Map<String, Object> map() throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (map.containsKey(key)) {
        throw refused("the key '" + key + "' stands twice");
      }
      map.put(key, value(parser.nextToken()));
    }
    return map;
  }

  private List<Object> list() throws IOException {
    List<Object> list = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      list.add(value(token));
    }
    return list;
  }

  private Object value(JsonToken token) throws IOException {
    if (parser.isCurrentAlias()) {
      throw refused("aliases (*" + parser.getText() + ") are not supported");
    }
    return switch (token) {
      case START_OBJECT -> map();
      case START_ARRAY -> list();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      default -> parser.getText();
    };
  }

  private SpecException refused(String problem) {
    JsonLocation at = parser.currentTokenLocation();
    return new SpecException(source, place(at.getLineNr(), at.getColumnNr()) + problem);
  }

  /** Where the scanner stumbled; the exception's own location is that of the last good token. */
  private static String place(JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      Mark mark = marked.getProblemMark();
      return place(mark.getLine() + 1, mark.getColumn() + 1);
    }
    JsonLocation at = e.getLocation();
    return at == null ? "" : place(at.getLineNr(), at.getColumnNr());
  }

  private static String place(int line, int column) {
    return "line " + line + ", column " + column + ": ";
  }

  /** The parser's message without its indented excerpts and places. */
  private static String problem(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .collect(Collectors.joining(", "));
  }
}
