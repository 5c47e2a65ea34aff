package io.braid.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code braid}: the root of all commands. */
@Command(
    name = "braid",
    description = "Learns several tasks from one Kafka stream, event by event.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      EvaluateCommand.class,
      InitCommand.class,
      DescribeCommand.class,
      TopicsCommand.class,
      ReplayCommand.class,
      GenerateCommand.class,
      RunCommand.class,
      SnapshotCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong usage, or a mistake in the pipeline file"})
final class BraidCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "On an error, say where in the program it arose.")
  private boolean verbose;

  /** Whether the command that failed was asked for details. */
  static boolean isVerbose(CommandLine line) {
    CommandLine root = line;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    BraidCommand command = root.getCommand();
    return command.verbose;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
