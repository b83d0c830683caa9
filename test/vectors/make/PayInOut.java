// PayIn/PayOut, Introduction & Authentication page, Java sample; and "Webhook Authentication".
// usage: java PayInOut.java WORK/payinout

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class PayInOut {
    public static void main(String[] args) throws Exception {
        List<Path> dirs;
        try (Stream<Path> s = Files.list(Path.of(args[0]))) {
            dirs = s.sorted().collect(Collectors.toList());
        }
        for (Path dir : dirs) {
            String secretToken = text(dir.resolve("secret"));
            String scheme = text(dir.resolve("scheme"));
            byte[] signed;
            if (scheme.equals("request")) {
                String time = text(dir.resolve("timestamp"));
                String email = text(dir.resolve("email"));
                String signStr = time + email;
                signed = signStr.getBytes("UTF-8");
            } else if (scheme.equals("webhook")) {
                signed = Files.readAllBytes(dir.resolve("body"));
            } else {
                throw new IllegalStateException(dir + ": unknown scheme");
            }
            String out = sign(secretToken, signed) + "\n"
                + hex(MessageDigest.getInstance("SHA-256").digest(signed)) + "\n"
                + signed.length + "\n";
            Files.writeString(dir.resolve("java.out"), out, StandardCharsets.US_ASCII);
        }
    }

    // The sample's own lines, from Mac.getInstance on.
    static String sign(String secretToken, byte[] signStrBytes) throws Exception {
        Mac sha256_HMAC = Mac.getInstance("HmacSHA256");
        SecretKeySpec secret_key = new SecretKeySpec(secretToken.getBytes("UTF-8"), "HmacSHA256");
        sha256_HMAC.init(secret_key);
        byte[] hashValue = sha256_HMAC.doFinal(signStrBytes);

        StringBuilder signature = new StringBuilder();
        for (byte b : hashValue) {
            signature.append(String.format("%02x", b));
        }
        return signature.toString();
    }

    static String hex(byte[] bytes) {
        StringBuilder s = new StringBuilder();
        for (byte b : bytes) {
            s.append(String.format("%02x", b));
        }
        return s.toString();
    }

    // Strict: a fresh decoder throws on malformed input instead of replacing it.
    static String text(Path file) throws Exception {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    }
}
