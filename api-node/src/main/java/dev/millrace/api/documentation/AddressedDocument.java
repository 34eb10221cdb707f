package dev.millrace.api.documentation;

import dev.millrace.api.http.address.PublicAddress;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document with the addresses under which its reader finds the node. Nothing else differs from reader to reader. */
final class AddressedDocument {
    private static final String SERVERS = "servers";

    private final String before;
    private final String after;

    AddressedDocument(byte[] document) {
        ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(document);
        json.putArray(SERVERS);
        String text = json.toString();
        String mark = inside(servers());
        int at = text.indexOf(mark);
        this.before = text.substring(0, at);
        this.after = text.substring(at + mark.length());
    }

    /** The first of its servers is the one to use; the second does where the first cannot be reached. */
    byte[] at(PublicAddress address) {
        ObjectNode servers = servers();
        ArrayNode list = (ArrayNode) servers.path(SERVERS);
        if (address.origin() != null) {
            list.addObject().put("url", address.url()).put("description", "Public address");
        }
        list.addObject().put("url", address.root()).put("description", "This node");
        return (before + inside(servers) + after).getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode servers() {
        ObjectNode servers = JsonMapper.shared().createObjectNode();
        servers.putArray(SERVERS);
        return servers;
    }

    private static String inside(ObjectNode json) {
        String text = json.toString();
        return text.substring(1, text.length() - 1);
    }
}
