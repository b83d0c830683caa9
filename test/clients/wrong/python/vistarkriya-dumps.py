"""Signs json.dumps with its spaces; the HTTP library serialises once more, compactly (httpx does)."""

import hashlib
import hmac
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

data = {"pan": "ABCDE1234F", "name": "José", "amount": 15420.50, "tags": ["kyc", "pan"]}
url = os.environ["VK_URL"] + "/verify/pan"
timestamp = str(int(time.time()))
message = timestamp + "POST" + urllib.parse.urlsplit(url).path + json.dumps(data)
signature = hmac.new(os.environ["VK_SECRET"].encode(), message.encode(), hashlib.sha256).hexdigest()

request = urllib.request.Request(
    url,
    data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(),
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
