package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.stub.EngineStub;
import dev.iii.testing.EngineTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests of this program run with named modules. */
class ModulesTest {

    @Test
    void allModulesAreNamed() {
        assertThat(Stream.of(Shop.class, Worker.class, EngineStub.class, EngineTest.class)
                        .map(type -> type.getModule().getName()))
                .containsExactly("shop", "dev.iii.sdk", "dev.iii.stub", "dev.iii.testing");
    }

    @Test
    void theEngineIsAPackagedJar() {
        assertThat(EngineStub.class.getProtectionDomain().getCodeSource().getLocation().getPath())
                .endsWith(".jar");
    }
}
