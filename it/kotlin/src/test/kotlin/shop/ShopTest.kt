package shop

import dev.iii.sdk.Worker
import dev.iii.testing.EngineTest
import java.time.Instant
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

/** A test of a worker with the JUnit extension. */
@EngineTest
class ShopTest {

    @BeforeEach
    fun open(worker: Worker) {
        worker.registerAll(Shop())
    }

    @Test
    fun `takes from the stock`(worker: Worker) {
        val order = Order("7", listOf(Line("A-1")), placed = Instant.parse("2026-01-02T03:04:05Z"))
        val receipt = worker.trigger("shop::order", order, Receipt::class.java)
        assertThat(receipt).isEqualTo(Receipt("7", mapOf("A-1" to 4), null))
    }
}
