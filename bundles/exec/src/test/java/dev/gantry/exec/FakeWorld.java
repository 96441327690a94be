package dev.gantry.exec;

import dev.gantry.api.container.Containers;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.StdioPaths;
import dev.gantry.api.logging.StreamRequest;
import dev.gantry.api.logging.Streams;
import dev.gantry.api.runtime.ExecSpec;
import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.api.runtime.RuntimeEventListener;
import dev.gantry.api.runtime.Subscription;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.HostConfigBuilder;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/// An engine, a runtime and streams with one container.
final class FakeWorld {
    static final String ID = "c".repeat(64);

    final List<String> told = new CopyOnWriteArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<RuntimeEventListener> listeners = new CopyOnWriteArrayList<>();
    volatile String status = "running";
    volatile EngineException refusal;
    volatile EngineException streamsFailure;
    volatile Runnable onExec = () -> {};
    private final Map<String, FakeStreams> streams = new ConcurrentHashMap<>();

    final Containers containers = proxy(Containers.class, (_, method, args) -> switch (method.getName()) {
        case "lookup" -> container();
        case "execProcess" -> "{}".getBytes(StandardCharsets.UTF_8);
        case "announce" ->
            tell(args[1]
                    + (((Map<?, ?>) args[2]).containsKey("exitCode")
                            ? " " + ((Map<?, ?>) args[2]).get("exitCode")
                            : ""));
        default -> throw new UnsupportedOperationException(method.getName());
    });

    final Runtime runtime = proxy(Runtime.class, (_, method, args) -> switch (method.getName()) {
        case "exec" -> exec((ExecSpec) args[0]);
        case "subscribe" -> subscribe((RuntimeEventListener) args[0]);
        case "state" -> Optional.empty();
        case "kill" -> {
            calls.add("kill " + args[2]);
            exit((String) args[1], 137);
            yield null;
        }
        default -> calls.add(method.getName());
    });

    final ContainerStreams containerStreams = new ContainerStreams() {
        @Override
        public Streams open(StreamRequest request) {
            if (streamsFailure != null) {
                throw streamsFailure;
            }
            return streams.computeIfAbsent(request.execId(), _ -> new FakeStreams(request));
        }

        @Override
        public Streams find(String containerId, String execId) {
            return streams.get(execId);
        }

        @Override
        public Attachment resume(Attachment.Rest rest) {
            throw new UnsupportedOperationException();
        }
    };

    private synchronized boolean tell(String event) {
        told.add(event);
        notifyAll();
        return true;
    }

    /// Waits for what becomes true before an event is told.
    synchronized void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            wait();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        InvocationHandler all = (self, method, args) -> switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> self == args[0];
            default -> {
                Object value = handler.invoke(self, method, args);
                yield method.getReturnType() == void.class ? null : value;
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, all));
    }

    private RunningContainer container() {
        if (status.equals("gone")) {
            throw EngineException.notFound("No such container: web");
        }
        Path none = Path.of("/nonexistent");
        return new RunningContainer(
                ID,
                "web",
                status,
                status.equals("exited") ? 0 : 7,
                null,
                "",
                "",
                ContainerConfigBuilder.builder().build(),
                HostConfigBuilder.builder().build(),
                List.of(),
                none,
                none,
                none,
                "",
                null,
                null);
    }

    private Integer exec(ExecSpec spec) {
        if (refusal != null) {
            throw refusal;
        }
        onExec.run();
        calls.add("exec terminal=" + spec.stdio().terminal() + " stdout="
                + (spec.stdio().stdout() != null));
        return 42;
    }

    private Subscription subscribe(RuntimeEventListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void exit(String execId, int code) {
        listeners.forEach(
                l -> l.event(new RuntimeEvent.ProcessExited(ID, execId, new ProcessExit(42, code, Instant.EPOCH))));
    }

    void output(String execId, String text) {
        streams.get(execId).chunks.add(new Attachment.Chunk(LogSource.STDOUT, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static final class FakeStreams implements Streams {
        private static final Attachment.Chunk END = new Attachment.Chunk(LogSource.STDOUT, new byte[0]);
        private final BlockingQueue<Attachment.Chunk> chunks = new LinkedBlockingQueue<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private final StreamRequest request;

        FakeStreams(StreamRequest request) {
            this.request = request;
        }

        @Override
        public StdioPaths start(dev.gantry.api.logging.LogTarget log) {
            return new StdioPaths(
                    request.stdin() ? Path.of("in") : null, Path.of("out"), request.terminal() ? null : Path.of("err"));
        }

        @Override
        public StdioPaths adopt(dev.gantry.api.logging.LogTarget log) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void processStarted() {}

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public Attachment attach(AttachRequest wanted) {
            return new FakeAttachment();
        }

        private final class FakeAttachment implements Attachment {
            @Override
            public Chunk read() throws InterruptedException {
                return FakeStreams.this.read();
            }

            @Override
            public boolean write(byte[] bytes, int offset, int length) {
                return true;
            }

            @Override
            public byte[] unwritten() {
                return new byte[0];
            }

            @Override
            public void endInput() {}

            @Override
            public End end() throws InterruptedException {
                over.await();
                return End.OUTPUT_ENDED;
            }

            @Override
            public Rest rest() {
                return null;
            }

            @Override
            public void close() {}
        }

        private Attachment.Chunk read() throws InterruptedException {
            Attachment.Chunk chunk = chunks.take();
            return chunk.equals(END) ? null : chunk;
        }

        @Override
        public boolean drain(java.time.Duration limit) {
            chunks.add(END);
            over.countDown();
            return true;
        }

        @Override
        public void close() {
            chunks.add(END);
            over.countDown();
        }
    }
}
