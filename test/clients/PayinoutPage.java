import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
// The imports of the page's example.
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.time.Instant;

/** The PayIn/PayOut page's Java example, completed with a request. */
public class PayinoutPage {
    public static void main(String[] arguments) throws Exception {
        String email = System.getenv("VK_EMAIL");
        String secretToken = System.getenv("VK_API_SECRET");

        // The example, as it stands.
        String time = String.valueOf(Instant.now().getEpochSecond());
        String signStr = time + email;

        Mac sha256_HMAC = Mac.getInstance("HmacSHA256");
        SecretKeySpec secret_key = new SecretKeySpec(secretToken.getBytes("UTF-8"), "HmacSHA256");
        sha256_HMAC.init(secret_key);
        byte[] hashValue = sha256_HMAC.doFinal(signStr.getBytes("UTF-8"));

        StringBuilder signature = new StringBuilder();
        for (byte b : hashValue) {
            signature.append(String.format("%02x", b));
        }
        String result = signature.toString();

        // "Authentication & Global Requirements".
        HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("VK_BASE_URL") + arguments[0]))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/plain")
            .header("X-App-Token", System.getenv("VK_API_KEY"))
            .header("X-App-Access-Ts", time)
            .header("X-App-Access-Sig", result)
            .POST(HttpRequest.BodyPublishers.ofString("{\"amount\": 100.00}"))
            .build();
        HttpResponse<String> response = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(response.statusCode() + " " + response.body());
    }
}
