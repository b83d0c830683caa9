"""Says what in a HAR is not as http://www.softwareishard.com/blog/har-12-spec/ has it; nothing if all is."""

import json
import re
import sys

TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def check(where, value, needed, optional=()):
    """Members that have to be there, or may be, with what they have to be."""
    if not isinstance(value, dict):
        return fault(where, "is no object")
    for name, rule in dict(needed).items():
        if name not in value:
            fault(where, f"has no {name}")
        else:
            rule(f"{where}.{name}", value[name])
    for name, rule in dict(optional).items():
        if name in value:
            rule(f"{where}.{name}", value[name])
    for name in value:
        # Whatever else there is has to begin with an underscore.
        if name not in dict(needed) and name not in dict(optional) and not name.startswith("_"):
            fault(where, f"has {name}, which nobody knows")


def text(where, value):
    if not isinstance(value, str):
        fault(where, "is no string")


def number(where, value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        fault(where, "is no number")


def whole(where, value):
    if isinstance(value, bool) or not isinstance(value, int) or value < -1:
        fault(where, "is no size")


def positive(where, value):
    number(where, value)
    if isinstance(value, (int, float)) and value < 0:
        fault(where, "is negative")


def time(where, value):
    if not isinstance(value, str) or not TIME.match(value):
        fault(where, "is no ISO 8601 time with its zone")


def listed(rule):
    def run(where, value):
        if not isinstance(value, list):
            return fault(where, "is no list")
        for index, each in enumerate(value):
            rule(f"{where}[{index}]", each)

    return run


def of(needed, optional=()):
    return lambda where, value: check(where, value, needed, optional)


comment = {"comment": text}
pair = of({"name": text, "value": text}, comment)
post_data = of({"mimeType": text}, {"text": text, "params": listed(pair), **comment})
request = of(
    {
        "method": text,
        "url": text,
        "httpVersion": text,
        "cookies": listed(pair),
        "headers": listed(pair),
        "queryString": listed(pair),
        "headersSize": whole,
        "bodySize": whole,
    },
    {"postData": post_data, **comment},
)
content = of(
    {"size": whole, "mimeType": text},
    {"compression": number, "text": text, "encoding": text, **comment},
)
response = of(
    {
        "status": whole,
        "statusText": text,
        "httpVersion": text,
        "cookies": listed(pair),
        "headers": listed(pair),
        "content": content,
        "redirectURL": text,
        "headersSize": whole,
        "bodySize": whole,
    },
    comment,
)
timings = of(
    {"send": positive, "wait": positive, "receive": positive},
    {"blocked": number, "dns": number, "connect": number, "ssl": number, **comment},
)


def entry(where, value):
    check(
        where,
        value,
        {
            "startedDateTime": time,
            "time": positive,
            "request": request,
            "response": response,
            "cache": of({}, {"beforeRequest": of({}), "afterRequest": of({})}),
            "timings": timings,
        },
        {"pageref": text, "serverIPAddress": text, "connection": text, **comment},
    )
    parts = [max(0, value["timings"].get(name, 0)) for name in value["timings"] if name != "ssl"]
    if abs(sum(parts) - value["time"]) > 0.001:
        fault(where, "its time is not the sum of its timings")


log = of(
    {"version": text, "creator": of({"name": text, "version": text}, comment), "entries": listed(entry)},
    {"browser": of({"name": text, "version": text}), "pages": listed(of({})), **comment},
)
with open(sys.argv[1], encoding="utf-8") as file:
    check("har", json.load(file), {"log": log})
print("\n".join(faults), end="")
