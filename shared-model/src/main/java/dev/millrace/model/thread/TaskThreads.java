package dev.millrace.model.thread;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Threads that run tasks: now, later, or again and again. They are all started at once and never replaced, so that a task
 * can be given to them also where the machine has no further thread. A task that is run again and again is not given up
 * when it throws.
 */
public final class TaskThreads implements Executor, AutoCloseable {
    private final DelayQueue<Task> waiting = new DelayQueue<>();
    private final AtomicLong given = new AtomicLong();
    private final List<NodeThread> threads;

    /** Starts so many threads of that name. */
    public TaskThreads(String name, int count) {
        this.threads = IntStream.range(0, count)
                .mapToObj(number -> new NodeThread(name, new Taker()::next))
                .toList();
        try {
            threads.forEach(NodeThread::start);
        } catch (Error tooMany) {
            close();
            throw tooMany;
        }
    }

    private static final class Task implements Delayed {
        final Runnable work;
        final long number;
        /** Nanoseconds from one end to the next start; null where it is run once. */
        final @Nullable Long pause;

        long due;

        Task(Runnable work, long number, long due, @Nullable Long pause) {
            this.work = work;
            this.number = number;
            this.due = due;
            this.pause = pause;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Task task = (Task) other;
            return due == task.due ? Long.compare(number, task.number) : Long.compare(due - task.due, 0);
        }
    }

    /** What one of the threads does. */
    private final class Taker {
        private @Nullable Task taken;

        void next() throws InterruptedException {
            putBack();
            Task task = waiting.poll(NodeThread.IDLE.toNanos(), TimeUnit.NANOSECONDS);
            if (task != null) {
                taken = task;
                task.work.run();
            }
        }

        /** Before the next one and not after the last, which may have been broken off anywhere. */
        private void putBack() {
            Task done = taken;
            if (done != null && done.pause != null) {
                done.due = System.nanoTime() + done.pause;
                waiting.add(done);
            }
            taken = null;
        }
    }

    /** Runs it as soon as a thread is free. Never throws for want of a thread, nor after {@link #close()}. */
    @Override
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    /** Runs it once, after a time. */
    public void schedule(Duration wait, Runnable task) {
        waiting.add(new Task(task, given.incrementAndGet(), System.nanoTime() + wait.toNanos(), null));
    }

    /** Runs it after a time, and then again and again with that pause, whatever it throws. */
    public void every(Duration first, Duration pause, Runnable task) {
        waiting.add(new Task(task, given.incrementAndGet(), System.nanoTime() + first.toNanos(), pause.toNanos()));
    }

    /** Begins no further task, and interrupts those that are under way. */
    @Override
    public void close() {
        threads.forEach(NodeThread::close);
    }

    /** Waits, after {@link #close()}, until nothing is under way; false when that takes longer than the limit. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (NodeThread thread : threads) {
            if (!thread.join(Duration.ofNanos(end - System.nanoTime()))) {
                return false;
            }
        }
        return true;
    }
}
