package shop

import java.io.File
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** Every piece of Kotlin in the documentation is in a source of this program. */
class DocumentationTest {

    @Test
    fun `the examples are compiled`() {
        val sources = File("src").walk().filter { it.isFile }.joinToString("") { it.readText() }.withoutSpaces()
        val examples = File("../../docs/kotlin.md").readText().split("```kotlin\n").drop(1).map { it.substringBefore("```") }
        assertThat(examples).isNotEmpty().allSatisfy { assertThat(sources).contains(it.withoutSpaces()) }
    }

    @Test
    fun `the pages contain the tested version of the Kotlin module`() {
        val dependency = Regex("jackson-module-kotlin</artifactId>\\s*<version>([^<]+)")
        val version = dependency.find(File("pom.xml").readText())!!.groupValues[1]
        assertThat(File("../../docs/kotlin.md").readText()).contains("<version>$version</version>")
        assertThat(File("../../README.md").readText()).contains("jackson-module-kotlin:$version")
    }

    private fun String.withoutSpaces() = replace(Regex("\\s+"), "")
}
