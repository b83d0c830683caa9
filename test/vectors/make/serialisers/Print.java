import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.json.simple.JSONValue;

/** Prints every text of a directory in each way: NAME, serialiser and base64, or - where it fails. */
public class Print {
  interface Way {
    String print(String body) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    Gson gson = new Gson();
    Gson plain = new GsonBuilder().disableHtmlEscaping().create();
    Gson pretty = new GsonBuilder().setPrettyPrinting().create();
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("java-jackson", body -> mapper.writeValueAsString(mapper.readTree(body)));
    ways.put(
        "java-jackson-pretty",
        body -> mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(body)));
    ways.put(
        "java-jackson-hash-map",
        body -> mapper.writeValueAsString(hashed(mapper.readValue(body, Object.class))));
    ways.put("java-gson", body -> gson.toJson(JsonParser.parseString(body)));
    ways.put("java-gson-map", body -> gson.toJson(gson.fromJson(body, Object.class)));
    ways.put("java-gson-no-html", body -> plain.toJson(JsonParser.parseString(body)));
    ways.put("java-gson-pretty", body -> pretty.toJson(JsonParser.parseString(body)));
    ways.put("java-json-simple", body -> JSONValue.toJSONString(JSONValue.parseWithException(body)));

    List<Path> files = new ArrayList<>();
    try (var entries = Files.newDirectoryStream(Path.of(arguments[0]))) {
      entries.forEach(files::add);
    }
    files.sort(null);
    for (Path file : files) {
      for (var way : ways.entrySet()) {
        String output = "-";
        try {
          byte[] text = way.getValue().print(Files.readString(file)).getBytes(StandardCharsets.UTF_8);
          output = Base64.getEncoder().encodeToString(text);
        } catch (Exception refused) {
          // What the library does not print is a vector too.
        }
        System.out.println(file.getFileName() + "\t" + way.getKey() + "\t" + output);
      }
    }
  }

  /** The same, every map a HashMap that was filled key by key. */
  static Object hashed(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new HashMap<>();
      map.forEach((key, item) -> copy.put(key, hashed(item)));
      return copy;
    }
    return value instanceof List<?> list ? hashedItems(list) : value;
  }

  static List<Object> hashedItems(List<?> list) {
    List<Object> copy = new ArrayList<>();
    list.forEach(item -> copy.add(hashed(item)));
    return copy;
  }
}
