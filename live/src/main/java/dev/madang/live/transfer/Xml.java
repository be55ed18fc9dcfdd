package dev.madang.live.transfer;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** An XML file read element by element, in little memory whatever it holds. Used by one thread. */
final class Xml {
    /*
     * No document type is accepted: entities that name files or addresses, or that grow, are declared there, and no export
     * has one. What one step of the parser may read is bounded below it, since it reads a name, an attribute or a section
     * whole before it asks. The parser's own limits for entities count the five of XML as well, over the whole file: a few
     * thousand comments with ampersands would reach them.
     */
    private static final int DEEPEST = 100;

    private static final int MOST_TEXT = 1_000_000;
    private static final int NO_LIMIT = 0;

    private final Budget bytes;
    private final XMLStreamReader reader;
    private final Names names;
    private int depth;

    /** Names an element: its local name with something before it that stands for the namespace, or null if it is not wanted. */
    @FunctionalInterface
    interface Names {
        @Nullable
        String of(String namespace, String local);
    }

    Xml(InputStream in, Names names) throws BrokenFileException {
        this.bytes = new Budget(in);
        this.names = names;
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_COALESCING, false);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty("jdk.xml.maxElementDepth", 2 * DEEPEST);
            factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", NO_LIMIT);
            factory.setProperty("jdk.xml.totalEntitySizeLimit", NO_LIMIT);
            this.reader = factory.createXMLStreamReader(bytes);
        } catch (XMLStreamException e) {
            throw new BrokenFileException(1, "this is no XML", e);
        }
    }

    /** Goes to the beginning of the next element; the name of it, empty if it is not wanted, or null at the end of the file. */
    @Nullable
    String next() throws IOException, BrokenFileException {
        while (true) {
            int event = step();
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = name();
                return name == null ? "" : name;
            }
            if (event == XMLStreamConstants.END_DOCUMENT) {
                return null;
            }
        }
    }

    /** The text of the element that begins here, at whose end the file stands afterwards. */
    String text() throws IOException, BrokenFileException {
        int outside = depth - 1;
        var text = new StringBuilder();
        while (depth > outside) {
            int event = step();
            if (depth == outside + 1) {
                collect(event, text);
            }
        }
        return text.toString().strip();
    }

    /**
     * The wanted elements within the element that begins here, at whose end the file stands afterwards: their texts by their
     * paths, such as {@code author/name}, and their attributes called id, such as {@code thread@id}. Of several of the same
     * path it is the first.
     */
    Map<String, String> fields() throws IOException, BrokenFileException {
        var fields = new HashMap<String, String>();
        int outside = depth - 1;
        String own = id();
        if (own != null) {
            fields.put("@id", own);
        }
        var path = new StringBuilder();
        var text = new StringBuilder();
        while (depth > outside) {
            int event = step();
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = name();
                path.append('/').append(name == null ? "?" : name);
                text.setLength(0);
                String id = id();
                if (id != null) {
                    fields.putIfAbsent(path.substring(1) + "@id", id);
                }
            } else if (event == XMLStreamConstants.END_ELEMENT && depth > outside) {
                fields.putIfAbsent(path.substring(1), text.toString().strip());
                path.setLength(path.lastIndexOf("/"));
                text.setLength(0);
            } else {
                collect(event, text);
            }
        }
        return fields;
    }

    /** The line it has come to. */
    long line() {
        return Math.max(1, reader.getLocation().getLineNumber());
    }

    private void collect(int event, StringBuilder text) {
        boolean words = event == XMLStreamConstants.CHARACTERS
                || event == XMLStreamConstants.CDATA
                || event == XMLStreamConstants.SPACE;
        if (words && text.length() < MOST_TEXT) {
            text.append(reader.getText());
        }
    }

    private int step() throws IOException, BrokenFileException {
        bytes.renew();
        try {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new BrokenFileException(line(), "document types and entities of one's own are not accepted");
            }
            if (depth > DEEPEST) {
                throw new BrokenFileException(line(), "elements lie more than " + DEEPEST + " deep");
            }
            return event;
        } catch (XMLStreamException e) {
            long line = e.getLocation() == null
                    ? line()
                    : Math.max(1, e.getLocation().getLineNumber());
            if (bytes.spent()) {
                throw new BrokenFileException(line, "a piece of it has more than " + Budget.PIECE + " bytes", e);
            }
            if (e.getNestedException() instanceof IOException failure
                    && !(failure instanceof CharConversionException)) {
                throw failure;
            }
            throw new BrokenFileException(line, "the XML ends early, or is not well-formed", e);
        }
    }

    private @Nullable String name() {
        String namespace = reader.getNamespaceURI();
        return names.of(namespace == null ? "" : namespace, reader.getLocalName());
    }

    private @Nullable String id() {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equals("id")) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }
}
