package shop

import dev.iii.sdk.FunctionHandler
import dev.iii.sdk.Iii
import dev.iii.sdk.Worker
import dev.iii.sdk.WorkerOptions
import dev.iii.sdk.annotation.Function
import dev.iii.sdk.error.FunctionException
import dev.iii.sdk.trigger.HttpTrigger
import java.time.Instant
import java.util.concurrent.ConcurrentHashMap

data class Line(val sku: String, val quantity: Int = 1)

data class Order(val id: String, val lines: List<Line>, val note: String? = null, val placed: Instant)

data class Receipt(val id: String, val left: Map<String, Int>, val note: String?)

class Shop {
    private val stock = ConcurrentHashMap(mapOf("A-1" to 5))

    @Function("shop::order")
    fun order(order: Order): Receipt {
        for (line in order.lines) {
            if ((stock[line.sku] ?: 0) < line.quantity) {
                throw FunctionException("not_enough_stock", "too few of ${line.sku}")
            }
            stock.merge(line.sku, -line.quantity, Int::plus)
        }
        return Receipt(order.id, stock.toMap(), order.note)
    }

    @Function("shop::restock")
    fun restock(line: Line) {
        stock.merge(line.sku, line.quantity, Int::plus)
    }
}

data class Greet(val name: String, val greeting: String = "Hello")

data class Greeting(val text: String)

fun openShop(url: String): Worker {
    val worker = Iii.registerWorker(url, WorkerOptions.named("shop"))
    worker.registerAll(Shop())
    worker.registerFunction("shop::greet", Greet::class.java, FunctionHandler { greet, _ ->
        Greeting("${greet.greeting}, ${greet.name}")
    })
    worker.registerTrigger(HttpTrigger.post("/greet"), "shop::greet")
    return worker
}
