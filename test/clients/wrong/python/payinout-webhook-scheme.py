"""Signs the body, as this provider's webhooks are signed; a request signs timestamp and email."""

import hashlib
import hmac
import os
import time
import urllib.error
import urllib.request

body = b'{"amount":100.00,"currency":"INR"}'
signature = hmac.new(os.environ["VK_SECRET"].encode(), body, hashlib.sha256).hexdigest()

request = urllib.request.Request(
    os.environ["VK_URL"] + "/payin",
    data=body,
    headers={
        "Content-Type": "application/json",
        "Accept": "application/json, text/plain",
        "X-App-Token": os.environ["VK_KEY"],
        "X-App-Access-Ts": str(int(time.time())),
        "X-App-Access-Sig": signature,
    },
)
try:
    print(urllib.request.urlopen(request).status)
except urllib.error.HTTPError as error:
    print(error.code)
