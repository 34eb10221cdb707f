package dev.millrace.worker.jobrunr;

import dev.millrace.worker.jobrunr.Orders.Order;
import java.time.Duration;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.configuration.BackgroundJobServerWorkerPolicy;
import org.jobrunr.server.strategy.WorkDistributionStrategy;
import org.jobrunr.server.threadpool.JobRunrExecutor;
import org.jobrunr.storage.navigation.AmountRequest;

/** The dispatcher's slots as JobRunr knows them: they say how much is fetched, and run it. */
record DispatchedSlots(int slots, Orders orders, Programs programs)
        implements BackgroundJobServerWorkerPolicy, WorkDistributionStrategy, JobRunrExecutor {
    /** JobRunr wants an order; which one is served first is decided where jobs are claimed. */
    static final String ORDER = "updatedAt:ASC";

    private static final AmountRequest NOTHING = new AmountRequest(ORDER, 0);

    @Override
    public WorkDistributionStrategy toWorkDistributionStrategy(BackgroundJobServer server) {
        return this;
    }

    @Override
    public JobRunrExecutor toJobRunrExecutor() {
        return this;
    }

    @Override
    public int getWorkerCount() {
        return slots;
    }

    @Override
    public AmountRequest getWorkPageRequest() {
        return orders.current()
                .map(order -> new AmountRequest(ORDER, order.limit()))
                .orElse(NOTHING);
    }

    @Override
    public void start() {
        // The dispatcher starts threads as it needs them.
    }

    @Override
    public void stop(Duration awaitTimeout) {
        // The worker drains the dispatcher before it stops JobRunr's server.
    }

    /** Leaves it to the dispatcher, which gives it a slot when all that was fetched is there. */
    @Override
    public void execute(Runnable performer) {
        if (performer instanceof ToolPerformer tool) {
            tool.awaitSlot();
        } else {
            Order order = orders.current()
                    .orElseThrow(() -> new IllegalStateException("Nobody has ordered what " + performer + " performs"));
            order.add(programs.inSlot(performer));
        }
    }
}
