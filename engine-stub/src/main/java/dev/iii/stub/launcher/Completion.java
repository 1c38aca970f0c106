package dev.iii.stub.launcher;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Prints a script with which shells complete the options of the program. The script is for the command
 * {@code iii-engine-stub}, and users define that command, because shells cannot complete options after {@code java -jar}.
 */
@Command(
        name = "completion",
        description = "Prints a script with which bash and zsh complete the options of this program.",
        footerHeading = "%nExample:%n",
        footer = {
            "  iii-engine-stub() { java -jar iii-engine-stub.jar \"$@\"; }",
            "  source <(iii-engine-stub completion)"
        })
final class Completion implements Runnable {

    @SuppressWarnings("UnusedVariable") // picocli sets it and prints the help
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("not run as a command");
        }
        CommandLine program = command.root().commandLine();
        command.commandLine().getOut().println(AutoComplete.bash(program.getCommandName(), program));
    }
}
