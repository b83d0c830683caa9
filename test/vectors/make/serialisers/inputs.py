"""JSON texts that serialisers print differently.

    inputs.py spread DIR          one file per text, as raw bytes
    inputs.py gather LANGUAGE OUT read what a language printed (see serialisers.sh), and write vectors
"""

import base64
import json
import pathlib
import sys

INPUTS = {
    "order": '{ "order_id": "ORD/2026/7", "amount": 15420.50, "currency": "INR",\n  "customer": {"name": "Jos\u00e9 N\u00fa\u00f1ez", "email": "jose@example.com", "tags": ["a", "b"]}, "paid": true, "note": null }',
    "numbers": "[15420.50, 1.0, 1e5, 1E-7, 1e21, 1e16, -0, 0.1, 9007199254740993, 0, -1.50, 100]",
    "number-thresholds": "[1e6, 1e7, 12345678.9, 1e14, 1e15, 1e17, 1e18, 1e20, 1.5e20, 123456789012345678.0, 1e-3, 1e-4, 1e-5, 1e-6, 1.25e-7, 9999999.0, 0.00123, 1.5e300, 123456789.123456789]",
    "number-negative-zero": "[-0.0]",
    "number-infinite": "[1e400]",
    "number-infinite-negative": "[-1e400]",
    "integers-large": "[12345678901234567890, -9223372036854775809]",
    "integers-64": "[9223372036854775807, -9223372036854775808]",
    "number-17-digits": "[9223372036854775808.0, 5e15, 1.7976931348623157e308]",
    "text-latin": '{"city": "S\u00e3o Paulo", "\u00fc": "\\u00e9\\u00C9"}',
    "text-emoji": '["\U0001f600", "\\ud83d\\ude00", "\u0928\u0947\u092a\u093e\u0932 \u20b9"]',
    "text-line-separators": '["a\u2028b\u2029c\u2027"]',
    "text-delete": '["\u007f"]',
    "text-control": '["\\u001b", "\\u0000", "\\u001F", "\\u0007", "\\u000b"]',
    "text-breaks": '["a\\tb\\nc\\rd", "\\\\", "\\u0009"]',
    "text-backspace": '["\\b\\f"]',
    "text-solidus": '["https://example.com/a", "\\/", "</script>", "a/b</b"]',
    "text-html": '["<a>&b</a>", "1+1=2", "`", "it\'s", "say \\"hi\\"", "it\'s \\"hi\\""]',
    "text-invisible": '["\u0085\u009f\u00a0\u00ad\u200b\u2060\u3000\ufeff\ue000\ufffd\U0010ffff\U000e0001"]',
    "text-interpolation": '["#{x}", "#$x", "#@x", "# x", "#"]',
    "text-lone-surrogate": '["\\ud83d", "x\\udE00y"]',
    "text-lone-surrogate-key": '{"\\ud83d": 1}',
    "text-times": '["2026-11-22T05:24:10Z", "2026-11-22T05:24:10.000Z", "2026-11-22T05:24:10.120Z", "2026-11-22T05:24:10.5", "2026-11-22", "2026-11-22 05:24:10"]',
    "text-numeric": '["15420.50", "1", "-0", "1e5"]',
    "keys-twice": '{"a": 1, "b": 2, "a": {"c": 1, "c": 2}}',
    "keys-numeric": '{"b": 1, "10": 2, "9": 3, "01": 4, "a": 5, "-1": 6}',
    "keys-list": '{"0": "a", "1": "b"}',
    "keys-list-reversed": '{"1": "a", "0": "b"}',
    "keys-list-nested": '{"x": {"0": {"0": 1}}, "y": {"1": 1}}',
    "keys-unsorted": '{"z": 1, "a": 2, "Z": 3, "_": 4, "aa": 5, "\u00e9": 6, "\ufffd": 7, "\U0001f600": 8}',
    "keys-nested": '{"b": {"d": 1, "c": [{"f": 1, "e": 2}]}, "a": 3}',
    "keys-many": "{" + ", ".join(f'"key_{n * 7919 % 1000}": {n}' for n in range(30)) + "}",
    "keys-odd": '{"": 1, "__proto__": 2, "a b": 3, "a\\"b": 4, "\\/": 5}',
    "keys-nul": '{"\\u0000a": 1}',
    "empties": '{"a": {}, "b": [], "c": [{}], "d": [[]], "e": "", "f": {"g": {}}}',
    "nulls": '{"a": null, "b": [null, true, false], "c": {"d": null}}',
    "arrays-nested": '[1, [2, [3, {"a": [4, 5]}]], {"b": {"c": [6]}}]',
    "top-array": "[1, 2, 3]",
    "top-empty-array": "[]",
    "top-empty-object": "{}",
    "top-string": '"a/b \u00e9"',
    "top-number": "1.50",
    "top-word": "true",
}


def main():
    command, argument = sys.argv[1:3]
    if command == "spread":
        for name, text in INPUTS.items():
            (pathlib.Path(argument) / name).write_bytes(text.encode())
    elif command == "gather":
        gather(argument, pathlib.Path(sys.argv[3]))
    else:
        sys.exit(__doc__)


def gather(language, out):
    vectors = []
    for line in sys.stdin:
        name, serialiser, output = line.rstrip("\n").split("\t")
        vectors.append(
            {
                "input": name,
                "serialiser": serialiser,
                "output": None if output == "-" else base64.b64decode(output).decode(),
            }
        )
    if not vectors:
        sys.exit(f"{language} printed nothing")
    write(out / f"{language}.json", vectors)
    write(out / "inputs.json", [{"name": name, "text": text} for name, text in INPUTS.items()])


def write(file, entries):
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    file.write_text(f"[\n{lines}\n]\n")


main()
