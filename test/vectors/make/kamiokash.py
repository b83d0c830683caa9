"""KamioKash API page, the recipes of its samples, in Python.

Step 1 (requests): createHmac('sha256', secret).update(body + ":" + timestamp).digest('hex')
Step 3 (webhooks): createHmac('sha256', webhookSecret).update(timestamp + body).digest('hex')

usage: kamiokash.py WORK/kamiokash
"""
import hashlib
import hmac
import pathlib
import sys

for d in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    secret = (d / "secret").read_bytes()
    timestamp = (d / "timestamp").read_bytes()
    body = (d / "body").read_bytes()
    scheme = (d / "scheme").read_text("ascii")

    if scheme == "request":
        signed = body + b":" + timestamp
    elif scheme == "webhook":
        signed = timestamp + body
    else:
        sys.exit("%s: unknown scheme" % d)
    signature = hmac.new(secret, signed, hashlib.sha256).hexdigest()

    (d / "python.out").write_text(
        "%s\n%s\n%d\n" % (signature, hashlib.sha256(signed).hexdigest(), len(signed)), "ascii"
    )
