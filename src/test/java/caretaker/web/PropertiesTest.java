package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ognl.Ognl;
import ognl.OgnlException;
import org.junit.jupiter.api.Test;

/** What a template may name of an object of ours. */
class PropertiesTest {
    private final Properties properties = new Properties();

    public record Row(String name, Integer size) {
        public boolean isLarge() {
            return size > 100;
        }

        public String broken() {
            throw new IllegalStateException("broken");
        }

        String hidden() {
            return "hidden";
        }
    }

    @Test
    void componentsAndPublicMethodsAreReadByTheirNames() throws OgnlException {
        var row = new Row("trades", 7);
        assertEquals("trades", read(row, "name"));
        assertEquals(false, read(row, "isLarge"));
    }

    @Test
    void whatIsHiddenUnknownOrBrokenIsAnErrorAndNotEmpty() {
        var row = new Row("trades", null);
        for (var name : new String[] {"hidden", "nothing", "broken", "isLarge"}) {
            assertThrows(OgnlException.class, () -> read(row, name), name);
        }
    }

    private Object read(Object target, String name) throws OgnlException {
        return properties.getProperty(Ognl.createDefaultContext(target), target, name);
    }
}
