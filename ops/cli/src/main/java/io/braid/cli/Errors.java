package io.braid.cli;

import io.braid.model.spec.SpecException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Answers every error with one line on the error stream; {@code --verbose} adds where it arose. */
final class Errors {
  private Errors() {}

  /** The command line itself is wrong. */
  static int wrongUsage(ParameterException e, String... args) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("braid: " + oneLine(e.getMessage()) + ", see " + name(line) + " --help");
    err.flush();
    return ExitCode.USAGE;
  }

  /** A command could not do its work. */
  static int failed(Exception e, CommandLine line, ParseResult parsed) {
    PrintWriter err = line.getErr();
    err.println("braid: " + message(e));
    if (BraidCommand.isVerbose(line)) {
      e.printStackTrace(err);
    }
    err.flush();
    return e instanceof SpecException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** What went wrong, in one line, for a reader who does not know the code. */
  static String message(Throwable e) {
    if (e instanceof UncheckedIOException io) {
      return message(io.getCause());
    }
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": not permitted";
    }
    String text = e.getMessage();
    boolean telling =
        e instanceof SpecException
            || e instanceof CliException
            || e instanceof KafkaException
            || e instanceof FileNotFoundException
            || e.getClass() == IOException.class;
    if (text == null || text.isBlank()) {
      return e.getClass().getSimpleName() + " (--verbose shows where)";
    }
    return telling ? oneLine(text) : e.getClass().getSimpleName() + ": " + oneLine(text);
  }

  private static String name(CommandLine line) {
    return line.getCommandSpec().qualifiedName();
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
