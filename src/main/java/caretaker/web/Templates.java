package caretaker.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import ognl.OgnlRuntime;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.cache.StandardCacheManager;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.templateresolver.FileTemplateResolver;

/** Renders the files under templates/: from the jar, or from a checkout, where an edit shows on the next request. */
final class Templates {
    private final TemplateEngine engine = new TemplateEngine();

    static {
        OgnlRuntime.setPropertyAccessor(Object.class, new Properties());
    }

    Templates(Path dev) {
        AbstractConfigurableTemplateResolver files = dev != null ? new FileTemplateResolver() : new ClassLoaderTemplateResolver(Templates.class.getClassLoader());
        files.setPrefix(dev != null ? folder(dev) : "caretaker/templates/");
        files.setSuffix(".html");
        files.setCharacterEncoding("UTF-8");
        files.setCacheable(dev == null);
        engine.setTemplateResolver(files);
        var cache = new StandardCacheManager(); // as it comes it holds fewer expressions than a page and its frame have, and parses them anew for each row
        cache.setExpressionCacheMaxSize(10_000);
        cache.setTemplateCacheMaxSize(2_000);
        engine.setCacheManager(cache);
        engine.setLinkBuilder(new StandardLinkBuilder() {
            @Override
            protected String computeContextPath(IExpressionContext context, String base, Map<String, Object> parameters) {
                return "";
            }
        });
    }

    String render(String template, Map<String, Object> model) {
        return engine.process(template, new Context(Locale.ENGLISH, model));
    }

    private static String folder(Path dev) {
        try {
            return dev.resolve("templates").toRealPath() + "/";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
