"""Takes the header for the time at which the request expires, and signs the time at which it was made."""

import hashlib
import hmac
import os
import time
import urllib.error
import urllib.request

issued = int(time.time())
expires = issued + 60
message = f"{issued}{os.environ['VK_EMAIL']}".encode()
signature = hmac.new(os.environ["VK_SECRET"].encode(), message, hashlib.sha256).hexdigest()

request = urllib.request.Request(
    os.environ["VK_URL"] + "/balance",
    data=b"{}",
    headers={
        "Content-Type": "application/json",
        "Accept": "application/json, text/plain",
        "X-App-Token": os.environ["VK_KEY"],
        "X-App-Access-Ts": str(expires),
        "X-App-Access-Sig": signature,
    },
)
try:
    print(urllib.request.urlopen(request).status)
except urllib.error.HTTPError as error:
    print(error.code)
