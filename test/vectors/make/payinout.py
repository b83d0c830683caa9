"""PayIn/PayOut, Introduction & Authentication page, Python sample; and "Webhook Authentication".

usage: payinout.py WORK/payinout
"""
import hashlib
import hmac
import pathlib
import sys

for d in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    secret_token = (d / "secret").read_bytes().decode("utf-8")
    scheme = (d / "scheme").read_text("ascii")

    if scheme == "request":
        unix_time = (d / "timestamp").read_bytes().decode("utf-8")
        email = (d / "email").read_bytes().decode("utf-8")
        # The sample's own lines.
        sign_str = f"{unix_time}{email}"
        signature = hmac.new(
            secret_token.encode('utf-8'),
            sign_str.encode('utf-8'),
            hashlib.sha256
        ).hexdigest()
        signed = sign_str.encode("utf-8")
    elif scheme == "webhook":
        # "Ensure you verify the signature against the raw request body."
        signed = (d / "body").read_bytes()
        signature = hmac.new(secret_token.encode("utf-8"), signed, hashlib.sha256).hexdigest()
    else:
        sys.exit("%s: unknown scheme" % d)

    (d / "python.out").write_text(
        "%s\n%s\n%d\n" % (signature, hashlib.sha256(signed).hexdigest(), len(signed)), "ascii"
    )
