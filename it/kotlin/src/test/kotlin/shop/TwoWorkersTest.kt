package shop

import dev.iii.sdk.Iii
import dev.iii.sdk.InputConsumer
import dev.iii.sdk.Worker
import dev.iii.sdk.WorkerOptions
import dev.iii.sdk.error.FunctionException
import dev.iii.sdk.error.InvalidRequestException
import dev.iii.sdk.json.Json
import dev.iii.stub.EngineStub
import java.time.Duration
import java.time.Instant
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.catchThrowableOfType
import org.awaitility.Awaitility.await
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource

/** Two workers on an embedded engine. */
class TwoWorkersTest {

    private val placed = Instant.parse("2026-01-02T03:04:05Z")
    private lateinit var engine: EngineStub
    private lateinit var shop: Worker
    private lateinit var client: Worker

    @BeforeEach
    fun open() {
        engine = EngineStub.start()
        shop = openShop(engine.workerUrl().toString())
        client = Iii.registerWorker(engine.workerUrl().toString(), WorkerOptions.named("client"))
        shop.awaitReady(Duration.ofSeconds(20))
    }

    @AfterEach
    fun close() {
        client.close()
        shop.close()
        engine.close()
    }

    @Test
    fun `one calls the other`() {
        val order = Order("1", listOf(Line("A-1", 2)), "soon", placed)
        assertThat(client.trigger("shop::order", order, Receipt::class.java))
            .isEqualTo(Receipt("1", mapOf("A-1" to 3), "soon"))
    }

    @Test
    fun `an error has the code of the function`() {
        val error = catchThrowableOfType(FunctionException::class.java) {
            client.trigger("shop::order", Order("1", listOf(Line("A-2")), placed = placed))
        }
        assertThat(error.code()).isEqualTo("not_enough_stock")
    }

    @Test
    fun `what is missing has its default or is null`() {
        val order = Json.parse("""{"id":"1","lines":[{"sku":"A-1"}],"placed":"2026-01-02T03:04:05Z"}""")
        assertThat(order.`as`(Order::class.java)).isEqualTo(Order("1", listOf(Line("A-1", 1)), null, placed))
        assertThat(client.trigger("shop::order", order, Receipt::class.java))
            .isEqualTo(Receipt("1", mapOf("A-1" to 4), null))
    }

    @Test
    fun `what is nullable may be null`() {
        val order = Json.parse("""{"id":"1","lines":[],"note":null,"placed":"2026-01-02T03:04:05Z"}""")
        assertThat(order.`as`(Order::class.java)!!.note).isNull()
        assertThat(Json.of(Receipt("1", mapOf(), null)).text()).isEqualTo("""{"id":"1","left":{},"note":null}""")
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = [
            """{"lines":[],"placed":"2026-01-02T03:04:05Z"} | id: missing; expected a string""",
            """{"id":null,"lines":[],"placed":"2026-01-02T03:04:05Z"} | id: null; expected a string""",
            """{"id":1,"lines":[],"placed":"2026-01-02T03:04:05Z"} | id: expected a string, was an integer""",
            """{"id":"1","placed":"2026-01-02T03:04:05Z"} | lines: missing; expected an array""",
            """{"id":"1","lines":[{}],"placed":"2026-01-02T03:04:05Z"} | lines[0].sku: missing; expected a string""",
            """{"id":"1","lines":[{"sku":"A-1","quantity":"two"}],"placed":"2026-01-02T03:04:05Z"} | lines[0].quantity: expected an integer, was a string""",
            """{"id":"1","lines":[{"sku":"A-1","quantity":null}],"placed":"2026-01-02T03:04:05Z"} | lines[0].quantity: null; expected an integer""",
            """{"id":"1","lines":{},"placed":"2026-01-02T03:04:05Z"} | lines: expected an array, was an object""",
            """{"id":"1","lines":[]} | placed: missing; expected a date-time such as 2026-01-31T12:00:00Z""",
        ],
    )
    fun `a payload that does not fit is refused with the path`(order: String, message: String) {
        val refused = catchThrowableOfType(InvalidRequestException::class.java) {
            client.trigger("shop::order", Json.parse(order))
        }
        assertThat(refused.message).contains(message)
    }

    @Test
    fun `the schema lists what is required`() {
        // The worker infers schemas after its start.
        val schema = await().until(
            { client.discovery().function("shop::order").flatMap { it.requestSchema() } },
            { it.isPresent },
        ).orElseThrow()
        assertThat(schema.field("required").elements().map { it.text() }).containsExactlyInAnyOrder("\"id\"", "\"lines\"", "\"placed\"")
        assertThat(schema.field("properties").field("lines").text()).contains(""""required":["sku"]""")
    }

    @Test
    fun `a handler can be a lambda`() {
        assertThat(client.trigger("shop::greet", Greet("Ada"), Greeting::class.java)).isEqualTo(Greeting("Hello, Ada"))
    }

    private fun quantityOf(line: Line) = line.quantity

    @Test
    fun `a handler can be a reference`() {
        shop.registerFunction("shop::quantity", Line::class.java, ::quantityOf)
        shop.awaitReady(Duration.ofSeconds(20))
        assertThat(client.trigger("shop::quantity", Line("A-1", 3), Int::class.java)).isEqualTo(3)
    }

    @Test
    fun `a handler need not return a result`() {
        assertThat(client.trigger("shop::restock", Line("A-1", 3)).isNull).isTrue()
        shop.registerFunction("shop::forget", Line::class.java, InputConsumer { _ -> })
        shop.awaitReady(Duration.ofSeconds(20))
        assertThat(client.trigger("shop::forget", Line("A-1")).isNull).isTrue()
    }

    @Test
    fun `state keeps values`() {
        client.state().set("lines", "1", Line("A-1", 2))
        assertThat(client.state().get("lines", "1", Line::class.java)).contains(Line("A-1", 2))
    }
}
