package dev.madang.netty;

import java.util.List;
import java.util.Map;
import me.normanmaurer.maven.autobahntestsuite.AutobahnTestSuite;
import me.normanmaurer.maven.autobahntestsuite.FuzzingCaseResult;

/**
 * The suite's fuzzing client, as a process of its own: it is Python, run by Jython, for which Netty's package
 * {@code io} would hide the Python module of that name. Prints a line per case, its name and two verdicts behind
 * {@code verdict}.
 */
final class AutobahnClient {
    private AutobahnClient() {}

    /** Arguments: the server's URL, then patterns of cases. */
    public static void main(String[] arguments) {
        List<String> cases = List.of(arguments).subList(1, arguments.length);
        for (FuzzingCaseResult each :
                AutobahnTestSuite.runFuzzingClient("madang", arguments[0], Map.of(), cases, List.of())) {
            System.out.println("verdict " + each.caseName() + " " + each.behavior() + " " + each.behaviorClose());
        }
        System.exit(0);
    }
}
