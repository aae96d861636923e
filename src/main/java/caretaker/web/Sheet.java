package caretaker.web;

import io.javalin.http.Context;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A list page as a file for a spreadsheet: all its rows under the filter and order of its address, a column for each plain value. */
final class Sheet {
    /** A page that is a list. */
    interface Paged {
        Listing listing();

        List<? extends Record> rows();
    }

    /** So many pages of the list at most: 20,000 rows. */
    private static final int MOST = 200;

    private Sheet() {}

    static void send(Context ctx, String name, Listing listing, Function<Listing, ? extends Paged> pages) {
        var page = pages.apply(listing.at(0));
        var columns = columns(page);
        var csv = new Csv(columns.stream().map(c -> snake(c.getName())).toArray(String[]::new));
        add(csv, columns, page);
        for (int n = 1; page.listing().next() != null && n < MOST; n++) {
            page = pages.apply(listing.at(n));
            add(csv, columns, page);
        }
        csv.send(ctx, name);
    }

    private static void add(Csv csv, List<RecordComponent> columns, Paged page) {
        page.rows().forEach(row -> csv.add(Arrays.asList(columns.stream().map(c -> value(c, row)).toArray())));
    }

    private static List<RecordComponent> columns(Paged page) {
        try {
            var rows = (ParameterizedType) page.getClass().getMethod("rows").getGenericReturnType();
            return Arrays.stream(((Class<?>) rows.getActualTypeArguments()[0]).getRecordComponents()).filter(c -> plain(c.getType())).toList();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean plain(Class<?> type) {
        return type.isPrimitive() || type == String.class || type == Boolean.class || Number.class.isAssignableFrom(type) || TemporalAccessor.class.isAssignableFrom(type)
            || type == List.class;
    }

    private static Object value(RecordComponent column, Record row) {
        try {
            var value = column.getAccessor().invoke(row);
            if (value instanceof BigDecimal number) {
                var plain = number.stripTrailingZeros();
                return plain.scale() < 0 ? plain.setScale(0) : plain;
            }
            return value instanceof List<?> many ? many.stream().map(String::valueOf).collect(Collectors.joining(", ")) : value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
