"""Signs the SHA-256 of the body in its place, as a crypto exchange's API had it."""

import hashlib
import hmac
import json
import os
import time
import urllib.error
import urllib.request

body = json.dumps({"pan": "ABCDE1234F"}).encode()
url = os.environ["VK_URL"] + "/verify/pan"
timestamp = str(int(time.time()))
message = timestamp + "POST" + "/api/v1/verify/pan" + hashlib.sha256(body).hexdigest()
signature = hmac.new(os.environ["VK_SECRET"].encode(), message.encode(), hashlib.sha256).hexdigest()

headers = {
    "Content-Type": "application/json",
    "X-API-Key": os.environ["VK_KEY"],
    "X-Timestamp": timestamp,
    "X-Signature": signature,
    "X-Tenant-Code": os.environ["VK_CODE"],
}
try:
    print(urllib.request.urlopen(urllib.request.Request(url, body, headers)).status)
except urllib.error.HTTPError as error:
    print(error.code)
