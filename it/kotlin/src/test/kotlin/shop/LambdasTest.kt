package shop

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Path
import kotlin.io.path.writeText
import org.assertj.core.api.Assertions.assertThat
import org.jetbrains.kotlin.cli.common.ExitCode
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

/** Which lambdas and references the Kotlin compiler accepts as handlers. No result is dropped without a word. */
class LambdasTest {

    @TempDir
    lateinit var directory: Path

    @ParameterizedTest
    @ValueSource(
        strings = [
            """worker.registerFunction("f", Greet::class.java, FunctionHandler { greet, _ -> Greeting(greet.name) })""",
            """worker.registerFunction("f", Greet::class.java, InputHandler { greet -> Greeting(greet.name) })""",
            """worker.registerFunction("f", Greet::class.java, FunctionConsumer { greet, _ -> println(greet) })""",
            """worker.registerFunction("f", Greet::class.java, InputConsumer { greet -> println(greet) })""",
            """worker.registerFunction("f", InputHandler { json -> json.text() })""",
            """worker.registerFunction("f", object : TypeRef<List<Greet>>() {}, InputHandler { all -> all.size })""",
            """worker.registerFunction(FunctionDefinition.of("f", Greet::class.java, InputHandler { it.name }))""",
        ],
    )
    fun `compiles`(statement: String) {
        assertThat(errors(statement)).isEmpty()
    }

    @ParameterizedTest
    @ValueSource(
        strings = [
            """worker.registerFunction("f", Greet::class.java) { greet, _ -> Greeting(greet.name) }""",
            """worker.registerFunction("f", Greet::class.java) { greet -> Greeting(greet.name) }""",
            """worker.registerFunction("f", object : TypeRef<List<Greet>>() {}) { all -> all.size }""",
            """worker.registerFunction("f", object : TypeRef<List<Greet>>() {}) { all, _ -> all.size }""",
            """worker.registerFunction("f", StateEvent.of(Greet::class.java)) { event -> event.key() }""",
            """worker.registerFunction("f", StateEvent.of(Greet::class.java)) { event, _ -> event.key() }""",
            """worker.registerFunction("f") { json -> json.text() }""",
            """worker.registerFunction("f") { json, _ -> json.text() }""",
            """FunctionDefinition.of("f", Greet::class.java) { greet -> Greeting(greet.name) }""",
            """FunctionDefinition.of("f", Greet::class.java) { greet, _ -> Greeting(greet.name) }""",
            """FunctionDefinition.of("f", object : TypeRef<List<Greet>>() {}) { all -> all.size }""",
            """FunctionDefinition.of("f", object : TypeRef<List<Greet>>() {}) { all, _ -> all.size }""",
            """FunctionDefinition.of("f", StateEvent.of(Greet::class.java)) { event -> event.key() }""",
            """FunctionDefinition.of("f", StateEvent.of(Greet::class.java)) { event, _ -> event.key() }""",
            """FunctionDefinition.of("f") { json -> json.text() }""",
            """FunctionDefinition.of("f") { json, _ -> json.text() }""",
        ],
    )
    fun `is ambiguous`(statement: String) {
        assertThat(errors(statement)).contains("ambiguity")
    }

    private fun errors(statement: String): String {
        val source = directory.resolve("Program.kt")
        source.writeText(
            """
            import dev.iii.sdk.*
            import dev.iii.sdk.json.*
            import dev.iii.sdk.state.*
            import dev.iii.sdk.trigger.*
            import shop.*
            fun run(worker: Worker) { $statement }
            """,
        )
        val output = ByteArrayOutputStream()
        val classPath = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val exit = PrintStream(output, true, Charsets.UTF_8).use {
            K2JVMCompiler().exec(it, "-no-stdlib", "-no-reflect", "-nowarn", "-cp", classPath, "-d", "$directory", "$source")
        }
        assertThat(exit).isIn(ExitCode.OK, ExitCode.COMPILATION_ERROR)
        return output.toString(Charsets.UTF_8)
    }
}
