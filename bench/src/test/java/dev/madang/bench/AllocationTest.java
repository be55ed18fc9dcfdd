package dev.madang.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.bench.micro.Deliveries;
import dev.madang.bench.micro.Packets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What an event costs the collector, in bytes, measured by JMH. Bytes do not depend on how busy the machine is. */
class AllocationTest {
    private static final String PER_OPERATION = "gc.alloc.rate.norm";

    @Test
    void theHotPathsAllocateNoMoreThanTheyMust() throws RunnerException {
        Map<String, Double> bytes = measured();

        System.out.println("bytes per operation: " + bytes);
        assertThat(bytes.get("decodeEvent")).isLessThan(BOUND_DECODE);
        assertThat(bytes.get("encodeEvent")).isLessThan(BOUND_ENCODE);
        assertThat(bytes.get("broadcast")).isLessThan(BOUND_BROADCAST);
        assertThat(bytes.get("echo")).isLessThan(BOUND_ECHO);
    }

    /* What was measured, and some room for another JVM. */
    private static final double BOUND_DECODE = 220;
    private static final double BOUND_ENCODE = 230;
    private static final double BOUND_BROADCAST = 2;
    private static final double BOUND_ECHO = 640;

    private static Map<String, Double> measured() throws RunnerException {
        var options = new OptionsBuilder()
                .include(Packets.class.getName() + ".(decodeEvent|encodeEvent)$")
                .include(Deliveries.class.getName())
                .addProfiler(GCProfiler.class)
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(2)
                .measurementTime(TimeValue.milliseconds(500))
                .timeout(TimeValue.minutes(2))
                .timeUnit(TimeUnit.MICROSECONDS)
                .jvmArgs("-Xmx512m", "-XX:+UseSerialGC")
                .build();
        Map<String, Double> bytes = new TreeMap<>();
        for (RunResult result : new Runner(options).run()) {
            String benchmark = result.getParams().getBenchmark();
            bytes.put(
                    benchmark.substring(benchmark.lastIndexOf('.') + 1),
                    Objects.requireNonNull(result.getSecondaryResults().get(PER_OPERATION))
                            .getScore());
        }
        return bytes;
    }
}
