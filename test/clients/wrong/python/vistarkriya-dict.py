"""An f-string of the dict itself: Python's own notation, {'pan': …, 'consent': True}."""

import hashlib
import hmac
import json
import os
import time
import urllib.error
import urllib.request

payload = {"pan": "ABCDE1234F", "consent": True, "reason": None}
endpoint = "/api/v1/verify/pan"
timestamp = str(int(time.time()))
message = f"{timestamp}POST{endpoint}{payload}"
signature = hmac.new(os.environ["VK_SECRET"].encode(), message.encode(), "sha256").hexdigest()

request = urllib.request.Request(
    os.environ["VK_URL"].removesuffix("/api/v1") + endpoint,
    data=json.dumps(payload).encode(),
    headers={
        "Content-Type": "application/json",
        "X-API-Key": os.environ["VK_KEY"],
        "X-Timestamp": timestamp,
        "X-Signature": signature,
        "X-Tenant-Code": os.environ["VK_CODE"],
    },
)
try:
    print(urllib.request.urlopen(request).status)
except urllib.error.HTTPError as error:
    print(error.code)
