"""Cross-check of the committed JSON, from the JSON alone (cases.py is not read).

Every signature is computed twice more: with Python's hmac module, and with HMAC written out from
its definition in RFC 2104. Also checked: signed bytes (SHA-256 and length), the fields of each
vector, names, sizes. Exits 1 on any difference.

usage: check.py [DIRECTORY]      (default: the directory above this one)
"""
import collections
import hashlib
import hmac
import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent
problems = []


def data_of(form):
    keys = set(form)
    if keys == {"utf8"}:
        return form["utf8"].encode("utf-8")
    if keys == {"hex"} and re.fullmatch("([0-9a-f]{2})*", form["hex"]):
        return bytes.fromhex(form["hex"])
    if {"repeat", "times"} <= keys <= {"repeat", "times", "prefix", "suffix"}:
        out = bytearray(form.get("prefix", "").encode("utf-8"))
        for _ in range(form["times"]):
            out += form["repeat"].encode("utf-8")
        return bytes(out) + form.get("suffix", "").encode("utf-8")
    raise ValueError("not a known form: %r" % form)


def rfc2104(algorithm, key, message):
    new = getattr(hashlib, algorithm)
    block = new().block_size
    if len(key) > block:
        key = new(key).digest()
    key = key.ljust(block, b"\0")
    inner = new(bytes(b ^ 0x36 for b in key) + message).digest()
    return new(bytes(b ^ 0x5C for b in key) + inner).hexdigest()


def signed_vistarkriya(v, ts, body):
    return ts + v["method"].encode() + v["target"].encode() + body


def signed_kamiokash(v, ts, body):
    return ts + body if v["scheme"] == "webhook" else body + b":" + ts


def signed_influencemart(v, ts, body):
    return ts + b"." + body


def signed_payinout(v, ts, body):
    return body if v["scheme"] == "webhook" else ts + v["email"].encode("utf-8")


# provider: (signed string, schemes, makers)
PROVIDERS = {
    "vistarkriya": (signed_vistarkriya, {"request"}, {"php", "openssl"}),
    "kamiokash": (signed_kamiokash, {"request", "webhook"}, {"python", "openssl"}),
    "influencemart": (signed_influencemart, {"request"}, {"openssl", "php"}),
    "payinout": (signed_payinout, {"request", "webhook"}, {"python", "java"}),
}
UNIX = r"[0-9]{1,11}"
ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z"


def load(name):
    raw = (root / (name + ".json")).read_bytes()
    if len(raw) >= 100_000:
        problems.append("%s.json has %d bytes" % (name, len(raw)))
    if not raw.isascii():
        problems.append("%s.json is not ASCII" % name)
    vectors = json.loads(raw)
    names = [v["name"] for v in vectors]
    for n in names:
        if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", n):
            problems.append("%s: %s is not kebab-case" % (name, n))
    for n, count in collections.Counter(names).items():
        if count > 1:
            problems.append("%s: %s is there %d times" % (name, n, count))
    return vectors


total = collections.Counter()
for provider, (signed_of, schemes, makers) in PROVIDERS.items():
    made = collections.Counter()
    by_signature = collections.defaultdict(list)
    vectors = load(provider)
    for v in vectors:
        where = "%s %s" % (provider, v["name"])
        fields = {"name", "madeBy", "scheme", "secret", "body",
                  "stringToSignSha256", "stringToSignLength", "signature"}
        if not (provider == "payinout" and v["scheme"] == "webhook"):
            fields.add("timestamp")
        if v["scheme"] == "request":
            fields |= {"method", "target"}
            if provider == "payinout":
                fields.add("email")
            if not re.fullmatch(r"/[!-~]*", v["target"]) or not re.fullmatch("[A-Z]+", v["method"]):
                problems.append(where + ": method or target")
        if set(v) != fields:
            problems.append("%s: fields %s" % (where, sorted(set(v) ^ fields)))
            continue
        if v["scheme"] not in schemes or v["madeBy"] not in makers:
            problems.append(where + ": scheme or madeBy")
        if "timestamp" in v and not re.fullmatch(ISO if provider == "kamiokash" else UNIX, v["timestamp"]):
            problems.append(where + ": timestamp")

        key = data_of(v["secret"])
        signed = signed_of(v, v.get("timestamp", "").encode("ascii"), data_of(v["body"]))
        if hashlib.sha256(signed).hexdigest() != v["stringToSignSha256"]:
            problems.append(where + ": stringToSignSha256")
        if len(signed) != v["stringToSignLength"]:
            problems.append(where + ": stringToSignLength")
        if hmac.new(key, signed, "sha256").hexdigest() != v["signature"]:
            problems.append(where + ": signature (hmac module)")
        if rfc2104("sha256", key, signed) != v["signature"]:
            problems.append(where + ": signature (RFC 2104)")
        if not key:
            problems.append(where + ": empty secret")
        made[v["madeBy"]] += 1
        by_signature[v["signature"]].append(v["name"])
    # Vectors share a signature only where that is their point, and then their names say "twin".
    for names in by_signature.values():
        if len(names) > 1 and not all("twin" in n for n in names):
            problems.append("%s: the same signature for %s" % (provider, ", ".join(names)))
        if len(names) == 1 and "twin" in names[0]:
            problems.append("%s: %s has no twin" % (provider, names[0]))
    if set(made) != makers:
        problems.append("%s: made by %s" % (provider, dict(made)))
    total += made
    print("%-14s %3d  (%s)" % (provider, len(vectors), ", ".join("%s %d" % i for i in sorted(made.items()))))

rfc = load("rfc4231")
for v in rfc:
    where = "rfc4231 " + v["name"]
    key, data = data_of(v["key"]), data_of(v["data"])
    size = v.get("truncatedTo", hashlib.new(v["algorithm"]).digest_size)
    if len(v["digest"]) != size * 2:
        problems.append(where + ": length of the digest")
    if hmac.new(key, data, v["algorithm"]).hexdigest()[: size * 2] != v["digest"]:
        problems.append(where + ": digest (hmac module)")
    if rfc2104(v["algorithm"], key, data)[: size * 2] != v["digest"]:
        problems.append(where + ": digest (RFC 2104)")
if len(rfc) != 21 or sum("truncatedTo" in v for v in rfc) != 3:
    problems.append("rfc4231: %d vectors" % len(rfc))

print("%-14s %3d  (%s)" % ("all providers", sum(total.values()), ", ".join("%s %d" % i for i in sorted(total.items()))))
print("%-14s %3d" % ("rfc4231", len(rfc)))
if sum(total.values()) < 80:
    problems.append("fewer than 80 provider vectors")
for p in problems:
    print("DIFFERENT: " + p, file=sys.stderr)
print("check.py: %s" % ("%d problems" % len(problems) if problems else "no difference"))
sys.exit(1 if problems else 0)
