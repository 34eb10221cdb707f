package dev.millrace.worker.jobrunr;

import dev.millrace.model.job.Job;
import dev.millrace.worker.queue.Claimed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the dispatcher has JobRunr fetch. An order is of the thread that gives it: JobRunr's own threads, which come to fetch
 * with every poll, have none.
 */
final class Orders {
    private volatile @Nullable Order order;

    static final class Order {
        private final Thread giver = Thread.currentThread();
        private final int limit;
        private final int free;
        private final Function<List<Job>, List<Claimed>> arrival;
        private boolean isTaken;

        private final List<Runnable> programs = new ArrayList<>();

        /**
         * What is to be fetched.
         *
         * @param limit jobs of tools
         * @param free slots that jobs of other programs may have, as far as those of tools leave them
         */
        Order(int limit, int free, Function<List<Job>, List<Claimed>> arrival) {
            this.limit = limit;
            this.free = free;
            this.arrival = arrival;
        }

        int limit() {
            return limit;
        }

        int free() {
            return free;
        }

        /** A job of another program that is ready for a slot. */
        void add(Runnable program) {
            programs.add(program);
        }

        List<Runnable> programs() {
            return programs;
        }

        /** To be told of what was claimed. */
        Function<List<Job>, List<Claimed>> arrival() {
            return arrival;
        }

        /** The storage was asked for it. */
        void take() {
            isTaken = true;
        }

        boolean isTaken() {
            return isTaken;
        }
    }

    void give(Order order) {
        this.order = order;
    }

    void withdraw() {
        order = null;
    }

    /** The one that this thread has given. */
    Optional<Order> current() {
        return Optional.ofNullable(order).filter(given -> given.giver == Thread.currentThread());
    }
}
