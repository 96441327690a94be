package dev.gantry.logging.core.streams;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.LogTarget;
import dev.gantry.api.logging.StdioPaths;
import dev.gantry.api.logging.StreamRequest;
import dev.gantry.api.logging.Streams;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The streams of one process: clients that come and go, and the present run.
final class ProcessStreams implements Streams {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessStreams.class);
    private static final long STALL_MINUTES = 5;
    private static final char SEPARATOR = '\t';

    private final FifoStreams owner;
    private final Object ownership = new Object();
    private volatile StreamRequest request;
    private final CopyOnWriteArrayList<ClientAttachment> attachments = new CopyOnWriteArrayList<>();
    private volatile @Nullable ProcessRun run;
    private volatile boolean heldUp;
    private volatile boolean leaving;
    private volatile boolean begun;
    private volatile boolean returned;
    private boolean drained;
    private boolean processThere;
    private boolean inputOver;
    private boolean closed;

    ProcessStreams(FifoStreams owner, StreamRequest request) {
        this.owner = owner;
        this.request = request;
    }

    /// Asked anew each time: the time for clients to come back may be over before anybody can find these streams.
    private boolean isExpecting() {
        return !owner.expected().isEmpty() && owner.expected().stream().anyMatch(this::isOwn);
    }

    private boolean isOwn(String client) {
        return client.startsWith(request.key() + SEPARATOR);
    }

    Kernel kernel() {
        return owner.kernel();
    }

    StreamRequest request() {
        return request;
    }

    /// The one who opens them last is told of what becomes of them.
    void ownedBy(StreamRequest present) {
        synchronized (ownership) {
            request = present;
            ownership.notifyAll();
        }
    }

    private void startTellingInputEnd() {
        Thread.ofVirtual().name("stdin-closed-" + request.key()).start(this::tellInputEnd);
    }

    /// Tells the owner that the input has ended; one that is being updated cannot pass it on, and its successor is told. When this
    /// leaves meanwhile, its own successor tells.
    private void tellInputEnd() {
        StreamRequest told = request;
        try {
            while (true) {
                try {
                    told.stdinClosed().run();
                    return;
                } catch (EngineException e) {
                    LOG.debug("{}: its owner cannot end its input", told.key(), e);
                    if (e.kind() != ErrorKind.UNAVAILABLE || leaving) {
                        return;
                    }
                    told = awaitOwnerAfter(told, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (EngineException e) {
            if (leaving) {
                return;
            }
            LOG.warn("{}: nobody could end its input: {}", told.key(), e.getMessage());
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private StreamRequest awaitOwnerAfter(StreamRequest told, EngineException failure) throws InterruptedException {
        long end = System.nanoTime() + ServiceSlot.WAIT_LIMIT.toNanos();
        synchronized (ownership) {
            while (request == told) {
                if (leaving) {
                    throw failure;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw failure;
                }
                ownership.wait(left);
            }
            return request;
        }
    }

    @Override
    public StdioPaths start(@Nullable LogTarget log) throws IOException {
        return begin(log, false);
    }

    @Override
    public StdioPaths adopt(@Nullable LogTarget log) throws IOException {
        return begin(log, true);
    }

    private synchronized StdioPaths begin(@Nullable LogTarget log, boolean adopted) throws IOException {
        ProcessRun running = run;
        if (running != null) {
            if (adopted) {
                return running.paths();
            }
            throw new IllegalStateException(request.key() + " runs already");
        }
        StdioFiles files = new StdioFiles(owner.directory(request), request);
        if (adopted && drained) {
            return files.paths();
        }
        ProcessRun opened = ProcessRun.begin(this, files, owner.logs(), log, adopted);
        run = opened;
        files.fifos().forEach(owner.parked()::release);
        begun = true;
        drained = false;
        processThere = adopted;
        inputOver = false;
        opened.start();
        notifyAll();
        if (adopted && inputEndsWithAClients() && opened.lacksInput()) {
            // Who ended it may have gone before anybody could be told.
            startTellingInputEnd();
        }
        return opened.paths();
    }

    @Override
    public synchronized void processStarted() {
        processThere = true;
        if (inputOver) {
            closeInput();
        }
    }

    @Override
    public boolean isRunning() {
        return run != null;
    }

    @Override
    public Attachment attach(AttachRequest wanted) {
        AttachRequest given = new AttachRequest(
                wanted.stdin() && request.stdin(), wanted.stdout(), wanted.stderr(), wanted.detachKeys());
        ClientAttachment attachment = new ClientAttachment(this, given, request.terminal());
        attachments.add(attachment);
        return attachment;
    }

    /// A client of a predecessor has come back.
    Attachment resume(Attachment.Rest rest) {
        ClientAttachment attachment = new ClientAttachment(this, rest.client(), request.terminal());
        attachments.add(attachment);
        owner.expected().remove(line(rest.mark()));
        boolean over;
        synchronized (this) {
            returned |= rest.begun();
            over = rest.begun() && drained;
        }
        if (over) {
            attachment.finish(Attachment.End.OUTPUT_ENDED);
        }
        if (owner.expectsNobody()) {
            expectNobody();
        } else if (!isExpecting()) {
            goOn();
        }
        return attachment;
    }

    private String line(String mark) {
        return request.key() + SEPARATOR + mark;
    }

    private void goOn() {
        wakeWaiting();
        ProcessRun running = run;
        if (running != null) {
            running.schedule();
        }
    }

    /// The time for clients to come back is over. A process that nobody has adopted by now has ended meanwhile.
    void expectNobody() {
        goOn();
        if (returned && run == null) {
            finish(Attachment.End.OUTPUT_ENDED);
        }
    }

    void gone(ClientAttachment attachment) {
        attachments.remove(attachment);
        roomAgain();
        wakeWaiting();
    }

    private synchronized void wakeWaiting() {
        notifyAll();
    }

    /// Whether a client has to come or to take something before more is read. Then [#roomAgain] starts the pumps again.
    boolean isHeldUp() {
        if (isExpecting()) {
            return true;
        }
        if (attachments.stream().noneMatch(ClientAttachment::isFull)) {
            return false;
        }
        if (!heldUp) {
            heldUp = true;
            attachments.stream().filter(ClientAttachment::isFull).forEach(this::watchForStall);
        }
        return attachments.stream().anyMatch(ClientAttachment::isFull);
    }

    private void watchForStall(ClientAttachment slow) {
        long taken = slow.taken();
        Executor later = CompletableFuture.delayedExecutor(STALL_MINUTES, TimeUnit.MINUTES, kernel().executor());
        later.execute(() -> {
            if (slow.isFull() && slow.taken() == taken) {
                LOG.warn("{}: dropped a client that has read nothing for {} minutes", request.key(), STALL_MINUTES);
                slow.close();
            }
        });
    }

    void roomAgain() {
        if (heldUp && attachments.stream().noneMatch(ClientAttachment::isFull)) {
            heldUp = false;
            ProcessRun running = run;
            if (running != null) {
                running.schedule();
            }
        }
    }

    boolean isWanted(LogSource source) {
        for (ClientAttachment attachment : attachments) {
            if (attachment.wants(source)) {
                return true;
            }
        }
        return false;
    }

    void offer(LogSource source, byte[] bytes) {
        Attachment.Chunk chunk = new Attachment.Chunk(source, bytes);
        for (ClientAttachment attachment : attachments) {
            if (attachment.wants(source)) {
                attachment.offer(chunk);
            }
        }
    }

    /// Writes to the process; a client that was attached before the start waits for it.
    ///
    /// @return how much of it is dealt with: less than all when the input was closed, or this has left
    int input(ClientAttachment from, byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        InputFifo input = awaitInput(from);
        if (input == null) {
            return leaving ? 0 : length;
        }
        return length > 0 ? input.write(bytes, offset, length) : 0;
    }

    private synchronized @Nullable InputFifo awaitInput(ClientAttachment from) throws InterruptedException {
        ProcessRun running = run;
        while (running == null && from.isOpen() && !closed) {
            wait();
            running = run;
        }
        return running == null ? null : running.input();
    }

    /// Whether what cannot be written is for a successor.
    boolean isLeaving() {
        return leaving;
    }

    /// Whether a run was begun and has not ended.
    boolean hadBegun() {
        return begun;
    }

    /// A client has ended its input.
    ///
    /// @return whether that ends the process's input and not the attachment
    boolean endInput(ClientAttachment from) throws InterruptedException {
        if (!inputEndsWithAClients()) {
            return false;
        }
        awaitInput(from);
        synchronized (this) {
            inputOver = true;
            if (processThere) {
                closeInput();
            }
        }
        return true;
    }

    private boolean inputEndsWithAClients() {
        return request.stdinOnce() && !request.terminal();
    }

    private void closeInput() {
        ProcessRun running = run;
        if (running != null && running.endInput()) {
            startTellingInputEnd();
        }
    }

    @Override
    public boolean drain(Duration limit) {
        awaitReturned();
        ProcessRun ended = takeRun();
        boolean whole = ended == null || ended.drain(limit);
        finish(Attachment.End.OUTPUT_ENDED);
        return whole;
    }

    private synchronized void awaitReturned() {
        long end = System.nanoTime() + owner.returnLimit().toNanos();
        try {
            while (isExpecting()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    owner.expected().removeIf(this::isOwn);
                    return;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable ProcessRun takeRun() {
        ProcessRun taken = run;
        run = null;
        begun = false;
        returned = false;
        drained = true;
        return taken;
    }

    private void finish(Attachment.End how) {
        List.copyOf(attachments).forEach(attachment -> attachment.finish(how));
    }

    @Override
    public void close() {
        owner.forget(this);
        synchronized (this) {
            closed = true;
        }
        ProcessRun ended = takeRun();
        if (ended != null) {
            ended.abandon();
        }
        new StdioFiles(owner.directory(request), request).fifos().forEach(owner.parked()::release);
        finish(Attachment.End.OUTPUT_ENDED);
    }

    /// The bundle leaves; the process goes on.
    ///
    /// @return the clients that will come back to the successor for output
    List<String> leave() {
        synchronized (ownership) {
            leaving = true;
            ownership.notifyAll();
        }
        ProcessRun left;
        synchronized (this) {
            left = run;
            run = null;
        }
        if (left != null) {
            left.leave(owner.parked());
        }
        List<String> clients = new ArrayList<>();
        for (ClientAttachment client : attachments) {
            boolean hears = client.wants(LogSource.STDOUT) || client.wants(LogSource.STDERR);
            if (client.finish(Attachment.End.PROVIDER_LEFT) && hears) {
                clients.add(line(client.mark()));
            }
        }
        return clients;
    }
}
