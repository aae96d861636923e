package caretaker.cli;

import caretaker.App;
import caretaker.Config;
import caretaker.web.Web;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that are the console itself: serve, demo, and the link to sign in. */
final class ConsoleCommands {
    private ConsoleCommands() {}

    @Command(name = "serve", description = "Starts the console.")
    static final class Serve implements Callable<Integer> {
        @Override
        public Integer call() throws InterruptedException {
            return run(false);
        }
    }

    @Command(name = "demo", description = "Starts the console with two demo databases.")
    static final class DemoConsole implements Callable<Integer> {
        @Override
        public Integer call() throws InterruptedException {
            return run(true);
        }
    }

    @Command(name = "signin-link", description = "Prints a one-time link to sign in.")
    static final class SigninLink implements Callable<Integer> {
        @Mixin
        private Common common;
        @Parameters(arity = "0..1", paramLabel = "NAME", description = "for whom; default: the admin")
        private String name;

        @Override
        public Integer call() {
            try (var app = common.open()) {
                var link = app.signinLink(name, app.config.port());
                if (common.json) {
                    common.out().json(Map.of("link", link));
                } else {
                    common.out().line(link);
                }
                return 0;
            }
        }
    }

    /** Starts everything and stays until the process is asked to end. */
    private static int run(boolean demo) throws InterruptedException {
        long started = System.nanoTime();
        var config = Config.read(System.getenv());
        App.checkPort(config.host(), config.port());
        var app = App.console(config, ConsoleCommands::say);
        var ended = new CountDownLatch(1);
        try {
            if (demo) {
                new Demo(app, ConsoleCommands::say).prepare();
            }
            app.reaper.reap();
            app.scheduler.start();
            app.collector.start();
            var web = web(app);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                web.stop();
                app.close();
                ended.countDown();
            }, "stop"));
            say("Caretaker is at http://localhost:" + web.port() + " after " + (System.nanoTime() - started) / 100_000_000 / 10.0 + " s");
            if (app.people.nobodyHasPassword()) {
                say("Sign in once with " + app.signinLink(null, web.port()));
            }
        } catch (RuntimeException e) {
            app.close();
            throw e;
        }
        ended.await();
        return 0;
    }

    private static Web web(App app) {
        return app.web().start(app.config.host(), app.config.port());
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
