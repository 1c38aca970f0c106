package shop

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Path
import kotlin.io.path.writeText
import org.assertj.core.api.Assertions.assertThat
import org.jetbrains.kotlin.cli.common.ExitCode
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Which lambdas and references the Kotlin compiler accepts as handlers. It drops no result without a word. */
class LambdasTest {

    @TempDir
    lateinit var directory: Path

    private val inputs = listOf(
        """"f", Greet::class.java,""",
        """"f", object : TypeRef<List<Greet>>() {},""",
        """"f", StateEvent.of(Greet::class.java),""",
        """"f",""",
    )

    private val methods = listOf("worker.registerFunction", "FunctionDefinition.of")

    private val lambdas = listOf("{ input -> input.hashCode() }", "{ input, _ -> input.hashCode() }")

    @Test
    fun `references and lambdas that name their interface compile`() {
        val named = listOf("Input" to lambdas[0], "Function" to lambdas[1], "Input" to "(::count)", "Function" to "(::countFor)")
        val statements = inputs.flatMap { input ->
            methods.flatMap { method ->
                named.flatMap { (form, handler) ->
                    listOf("$method($input ${form}Handler $handler)", "$method($input ${form}Consumer $handler)")
                } + listOf("$method($input ::count)", "$method($input ::countFor)")
            }
        }
        assertThat(compile(statements)).isEmpty()
    }

    @Test
    fun `a lambda that names no interface is ambiguous`() {
        val statements = inputs.flatMap { input -> methods.flatMap { method -> lambdas.map { "$method($input $it)" } } }
        val errors = compile(statements)
        assertThat(statements.indices).allSatisfy { line ->
            val ambiguous = "Program\\.kt:${line + FIRST_LINE}:\\d+: error: overload resolution ambiguity"
            assertThat(errors).describedAs(statements[line]).containsPattern(ambiguous)
        }
    }

    private fun compile(statements: List<String>): String {
        val source = directory.resolve("Program.kt")
        val body = statements.joinToString("\n")
        source.writeText("$HEAD\n$body\n}\n")
        val output = ByteArrayOutputStream()
        val classPath = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val exit = PrintStream(output, true, Charsets.UTF_8).use {
            K2JVMCompiler().exec(it, "-no-stdlib", "-no-reflect", "-nowarn", "-cp", classPath, "-d", "$directory", "$source")
        }
        assertThat(exit).isIn(ExitCode.OK, ExitCode.COMPILATION_ERROR)
        return output.toString(Charsets.UTF_8)
    }

    private companion object {
        val HEAD =
            """
            import dev.iii.sdk.*
            import dev.iii.sdk.json.*
            import dev.iii.sdk.trigger.*
            import shop.*
            fun count(input: Any) = input.hashCode()
            fun countFor(input: Any, call: Invocation) = input.hashCode() + call.hashCode()
            fun register(worker: Worker) {
            """.trimIndent()
        val FIRST_LINE = HEAD.lines().size + 1
    }
}
