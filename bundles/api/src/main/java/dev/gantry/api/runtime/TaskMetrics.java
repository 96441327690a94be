package dev.gantry.api.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a container has used, read from its cgroup, in the form in which the Engine API's statistics want it.
///
/// @param at when it was read
/// @param cgroupVersion 1 or 2
/// @param cpu processor time
/// @param memory memory
/// @param pids processes
/// @param blockIo block devices
public record TaskMetrics(Instant at, int cgroupVersion, Cpu cpu, Memory memory, Pids pids, BlockIo blockIo) {
    /// Processor time. Times are nanoseconds under either cgroup version.
    ///
    /// @param total used in all
    /// @param kernel of it in the kernel
    /// @param user of it in user space
    /// @param perCpu of it on each processor; empty under version 2
    /// @param periods enforcement periods that have passed
    /// @param throttledPeriods of them those with throttling
    /// @param throttledTime time spent throttled
    public record Cpu(
            long total,
            long kernel,
            long user,
            List<Long> perCpu,
            long periods,
            long throttledPeriods,
            long throttledTime) {
        /// Copies the list.
        public Cpu {
            perCpu = List.copyOf(perCpu);
        }
    }

    /// Memory, in bytes.
    ///
    /// @param usage now
    /// @param maxUsage at most so far; 0 under version 2
    /// @param limit unsigned; the maximum value when there is none
    /// @param failures how often the limit was hit
    /// @param detail the kernel's counters under the names in which the Engine API lists them for this cgroup version
    public record Memory(long usage, long maxUsage, long limit, long failures, Map<String, Long> detail) {
        /// Copies the map.
        public Memory {
            detail = Map.copyOf(detail);
        }
    }

    /// Processes and threads.
    ///
    /// @param current how many there are
    /// @param limit how many there may be; 0 when there is no limit
    public record Pids(long current, long limit) {}

    /// Block devices. Lists that the kernel does not fill are empty; version 2 has the first two only.
    ///
    /// @param serviceBytes bytes moved
    /// @param serviced operations done
    /// @param queued operations waiting
    /// @param serviceTime nanoseconds from dispatch to completion
    /// @param waitTime nanoseconds in the scheduler's queues
    /// @param merged operations merged
    /// @param time milliseconds of device time
    /// @param sectors sectors moved
    public record BlockIo(
            List<Entry> serviceBytes,
            List<Entry> serviced,
            List<Entry> queued,
            List<Entry> serviceTime,
            List<Entry> waitTime,
            List<Entry> merged,
            List<Entry> time,
            List<Entry> sectors) {
        /// Copies the lists.
        public BlockIo {
            serviceBytes = List.copyOf(serviceBytes);
            serviced = List.copyOf(serviced);
            queued = List.copyOf(queued);
            serviceTime = List.copyOf(serviceTime);
            waitTime = List.copyOf(waitTime);
            merged = List.copyOf(merged);
            time = List.copyOf(time);
            sectors = List.copyOf(sectors);
        }

        /// One counter of one device.
        ///
        /// @param major of the device
        /// @param minor of the device
        /// @param op `Read`, `Write`, `Total` …; under version 2 `read` or `write`; empty where there is no such distinction
        /// @param value the counter
        public record Entry(long major, long minor, String op, long value) {}
    }
}
