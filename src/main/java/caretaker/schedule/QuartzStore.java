package caretaker.schedule;

import caretaker.db.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Quartz on the store's own connections, clustered by the name all consoles share. */
final class QuartzStore implements ConnectionProvider {
    private static final String NAME = "caretaker";
    private final Store store;

    private QuartzStore(Store store) {
        this.store = store;
    }

    /** A scheduler that has not been started yet. */
    static synchronized Scheduler open(Store store, String node) {
        DBConnectionManager.getInstance().addConnectionProvider(node, new QuartzStore(store));
        SchedulerRepository.getInstance().remove(NAME); // the factory would hand out another console of this process (tests have several)
        try {
            return new StdSchedulerFactory(settings(node)).getScheduler();
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Properties settings(String node) {
        var settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", NAME);
        settings.setProperty("org.quartz.scheduler.instanceId", node);
        settings.setProperty("org.quartz.scheduler.idleWaitTime", "5000");
        settings.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        settings.setProperty("org.quartz.threadPool.threadCount", "4");
        settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        settings.setProperty("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        settings.setProperty("org.quartz.jobStore.dataSource", node);
        settings.setProperty("org.quartz.jobStore.tablePrefix", "caretaker_store.qrtz_");
        settings.setProperty("org.quartz.jobStore.useProperties", "true");
        settings.setProperty("org.quartz.jobStore.isClustered", "true");
        settings.setProperty("org.quartz.jobStore.clusterCheckinInterval", "5000");
        return settings;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return store.connection();
    }

    @Override
    public void initialize() {
        // The store opens and closes its pool.
    }

    @Override
    public void shutdown() {
        // The store opens and closes its pool.
    }
}
