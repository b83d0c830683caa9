import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Wrong clients, all in one file: its argument is the mistake. */
public class Wrong {
    static final String BASE_URL = System.getenv("VK_URL");

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "vistarkriya-decoded" -> decoded();
            case "vistarkriya-latin-1" -> latin1();
            case "kamiokash-local-time" -> localTime();
            case "influencemart-order-and-upper-case" -> orderAndUpperCase();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** URI.getPath() and getQuery() decode; getRawPath() and getRawQuery() do not. */
    static void decoded() throws Exception {
        URI uri = URI.create(BASE_URL + "/wallet/balance?from=1%20Nov%202026&note=a%2Fb");
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        String message = timestamp + "GET" + uri.getPath() + "?" + uri.getQuery();
        String signature = format("%02x", hmac(message.getBytes(StandardCharsets.UTF_8)));
        send("GET", uri, BodyPublishers.noBody(), timestamp, signature);
    }

    /** Signs Latin-1 bytes and sends UTF-8. */
    static void latin1() throws Exception {
        URI uri = URI.create(BASE_URL + "/verify/pan");
        String body = "{\"pan\":\"ABCDE1234F\",\"name\":\"Jos\u00e9\"}";
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        String message = timestamp + "POST" + uri.getRawPath() + body;
        String signature = format("%02x", hmac(message.getBytes(StandardCharsets.ISO_8859_1)));
        send("POST", uri, BodyPublishers.ofString(body), timestamp, signature);
    }

    /** Signs India's time with a Z after it, as if it were UTC's. */
    static void localTime() throws Exception {
        Instant now = Instant.now();
        DateTimeFormatter iso = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
        String sent = LocalDateTime.ofInstant(now, ZoneId.of("UTC")).format(iso);
        String signed = LocalDateTime.ofInstant(now, ZoneId.of("Asia/Kolkata")).format(iso);
        String body = "{\"externalId\":\"cust_abc123\"}";
        String signature =
            format("%02x", hmac((body + ":" + signed).getBytes(StandardCharsets.UTF_8)));
        URI uri = URI.create(BASE_URL + "/member");
        send("POST", uri, BodyPublishers.ofString(body), sent, signature);
    }

    /** Two mistakes: the body comes before the timestamp, and %02X writes capitals. */
    static void orderAndUpperCase() throws Exception {
        String body = "{\"order_id\":1042,\"amount\":499.00}";
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        byte[] digest = hmac((body + "." + timestamp).getBytes(StandardCharsets.UTF_8));
        URI uri = URI.create(BASE_URL + "/v1/orders");
        send("POST", uri, BodyPublishers.ofString(body), timestamp, format("%02X", digest));
    }

    static byte[] hmac(byte[] message) throws Exception {
        byte[] secret = System.getenv("VK_SECRET").getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(message);
    }

    static String format(String each, byte[] digest) {
        StringBuilder text = new StringBuilder();
        for (byte b : digest) {
            text.append(String.format(each, b));
        }
        return text.toString();
    }

    static void send(String method, URI uri, BodyPublisher body, String timestamp, String signature)
        throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
            .method(method, body)
            .header("Content-Type", "application/json")
            .header("X-API-Key", System.getenv("VK_KEY"))
            .header("X-Timestamp", timestamp)
            .header("X-Signature", signature);
        if (System.getenv("VK_CODE") != null) {
            request.header("X-Tenant-Code", System.getenv("VK_CODE"));
        }
        HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        System.out.println(client.send(request.build(), BodyHandlers.discarding()).statusCode());
    }
}
