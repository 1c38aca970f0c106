package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/iii-hq/iii/sdk/packages/go/iii"
)

var (
	lost   atomic.Int64
	caller *iii.Client
	id     = fmt.Sprintf("bench::echo-%d", os.Getpid())
	// The types of the callers of the other SDKs: the payload is written and the result is read again.
	payload = map[string]any{
		"sku": "sku-000123", "quantity": 3, "price": 19.99, "tags": []string{"a", "b", "c"}, "note": strings.Repeat("x", 100),
	}
)

func call() bool {
	data, err := json.Marshal(payload)
	if err != nil {
		panic(err)
	}
	result, err := caller.Trigger(context.Background(), iii.TriggerRequest{FunctionID: id, Data: data, Timeout: 2 * time.Second})
	if err != nil {
		return false
	}
	var echo map[string]any
	return json.Unmarshal(result, &echo) == nil
}

func cpuMicros() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e3
}

func inTurn(n int) []float64 {
	times := make([]float64, 0, n)
	for i := 0; i < n; i++ {
		before := time.Now()
		if call() {
			times = append(times, float64(time.Since(before).Nanoseconds())/1e3)
		} else {
			lost.Add(1)
		}
	}
	sort.Float64s(times)
	return times
}

// together returns calls per second and processor time per call. The rate ends with the last result, so that the timeouts
// of lost calls are not part of it.
func together(n, window int) (float64, float64) {
	var left, results, last atomic.Int64
	left.Store(int64(n))
	cpu, start := cpuMicros(), time.Now()
	var all sync.WaitGroup
	for i := 0; i < window; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for left.Add(-1) >= 0 {
				if call() {
					results.Add(1)
					last.Store(time.Since(start).Nanoseconds())
				} else {
					lost.Add(1)
				}
			}
		}()
	}
	all.Wait()
	done := float64(results.Load())
	return done / (float64(last.Load()) / 1e9), (cpuMicros() - cpu) / done
}

func share(times []float64, p float64) float64 {
	rank := max(1, int(math.Ceil(p*float64(len(times)))))
	return math.Round(times[rank-1]*10) / 10
}

func peakMiB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(status), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmHWM:" {
			kib, _ := strconv.ParseFloat(fields[1], 64)
			return math.Round(kib / 1024)
		}
	}
	return 0
}

func number(i, otherwise int) int {
	if len(os.Args) > i {
		if value, err := strconv.Atoi(os.Args[i]); err == nil {
			return value
		}
	}
	return otherwise
}

func main() {
	url := "ws://127.0.0.1:49134"
	if len(os.Args) > 1 {
		url = os.Args[1]
	}
	seq, par, window, warmUp := number(2, 40000), number(3, 200000), number(4, 64), number(5, 200000)
	start := time.Now()
	callee := iii.RegisterWorker(url, iii.WithName(fmt.Sprintf("callee-%d", os.Getpid())))
	echo := func(_ context.Context, data json.RawMessage) (any, error) {
		var value any
		err := json.Unmarshal(data, &value)
		return value, err
	}
	if err := callee.RegisterFunction(id, echo); err != nil {
		panic(err)
	}
	caller = iii.RegisterWorker(url, iii.WithName(fmt.Sprintf("caller-%d", os.Getpid())))
	for !call() {
		time.Sleep(5 * time.Millisecond)
	}
	first := float64(time.Since(start).Nanoseconds()) / 1e6
	cold := inTurn(min(3000, seq))
	coldRate := 0.0
	if warmUp > 0 {
		coldRate, _ = together(warmUp, window)
	}
	inTurn(min(warmUp, 10000))
	warm := inTurn(seq)
	rate, cpu := together(par, window)
	line, _ := json.Marshal(map[string]any{
		"benchmark": "roundtrip", "sdk": "go", "window": window, "warm_up": warmUp, "first_ms": math.Round(first*10) / 10,
		"cold_p50_us": share(cold, 0.5), "cold_p99_us": share(cold, 0.99), "cold_per_s": math.Round(coldRate),
		"p50_us": share(warm, 0.5), "p99_us": share(warm, 0.99), "per_s": math.Round(rate),
		"cpu_us": math.Round(cpu*10) / 10, "rss_mib": peakMiB(), "lost": lost.Load(),
	})
	fmt.Println(string(line))
	os.Exit(0)
}
