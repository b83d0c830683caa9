using System;
using System.IO;
using System.Linq;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

/// Prints every text of a directory in each way: NAME, serialiser and base64, or - where it fails.
class Print
{
    static void Main(string[] arguments)
    {
        foreach (var file in Directory.GetFiles(arguments[0]).OrderBy(name => name, StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (name == "number-negative-zero" || name == "number-17-digits" || name.StartsWith("number-infinite"))
            {
                continue; // differ between .NET and mono: see the README
            }
            Write(name, "csharp-newtonsoft", File.ReadAllText(file), Formatting.None);
            Write(name, "csharp-newtonsoft-indented", File.ReadAllText(file), Formatting.Indented);
        }
    }

    static void Write(string name, string id, string body, Formatting formatting)
    {
        string output = "-";
        try
        {
            var text = JsonConvert.SerializeObject(JToken.Parse(body), formatting);
            output = Convert.ToBase64String(new UTF8Encoding(false).GetBytes(text));
        }
        catch (JsonException)
        {
        }
        Console.WriteLine(name + "\t" + id + "\t" + output);
    }
}
