"""vectors.py spread WORK       write each case as raw files, one directory per case
vectors.py gather WORK OUT   put the signers' results and the cases together as JSON

Raw files, so that no signer needs a JSON parser and no shell variable ever holds a body.
"""
import json
import pathlib
import sys

from cases import PROVIDERS


def to_bytes(form):
    if "utf8" in form:
        return form["utf8"].encode("utf-8")
    if "hex" in form:
        return bytes.fromhex(form["hex"])
    text = form.get("prefix", "") + form["repeat"] * form["times"] + form.get("suffix", "")
    return text.encode("utf-8")


def spread(work):
    for provider, (cases, makers) in PROVIDERS.items():
        for case in cases:
            assert case["madeBy"] in makers, case["name"]
            d = work / provider / case["name"]
            d.mkdir(parents=True)  # fails on a name used twice
            for field in ("scheme", "timestamp", "method", "target", "email"):
                if field in case:
                    (d / field).write_bytes(case[field].encode("utf-8"))
            (d / "secret").write_bytes(to_bytes(case["secret"]))
            (d / "body").write_bytes(to_bytes(case["body"]))


def gather(work, out):
    for provider, (cases, makers) in PROVIDERS.items():
        vectors = []
        for case in cases:
            d = work / provider / case["name"]
            results = {m: (d / (m + ".out")).read_text("ascii").split("\n")[:3] for m in makers}
            if len({tuple(r) for r in results.values()}) != 1:
                sys.exit("%s %s: the signers differ: %r" % (provider, case["name"], results))
            signature, digest, length = results[case["madeBy"]]
            vectors.append(
                dict(case, stringToSignSha256=digest, stringToSignLength=int(length), signature=signature)
            )
        text = json.dumps(vectors, indent=2, ensure_ascii=True) + "\n"
        (out / (provider + ".json")).write_text(text, "ascii")


if __name__ == "__main__":
    if sys.argv[1:2] == ["spread"] and len(sys.argv) == 3:
        spread(pathlib.Path(sys.argv[2]))
    elif sys.argv[1:2] == ["gather"] and len(sys.argv) == 4:
        gather(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    else:
        sys.exit(__doc__)
