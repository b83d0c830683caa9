"""The PayIn/PayOut page's Python example, completed with a request."""

import os
import sys
import urllib.error
import urllib.request

email = os.environ["VK_EMAIL"]
secret_token = os.environ["VK_API_SECRET"]
public_token = os.environ["VK_API_KEY"]

# The example, as it stands.
import hmac
import hashlib
import time

unix_time = str(int(time.time()))
sign_str = f"{unix_time}{email}"

signature = hmac.new(
    secret_token.encode('utf-8'),
    sign_str.encode('utf-8'),
    hashlib.sha256
).hexdigest()

# "Authentication & Global Requirements".
request = urllib.request.Request(
    os.environ["VK_BASE_URL"] + sys.argv[1],
    data=b'{"amount": 100.00}',
    method="POST",
    headers={
        "Content-Type": "application/json",
        "Accept": "application/json, text/plain",
        "X-App-Token": public_token,
        "X-App-Access-Ts": unix_time,
        "X-App-Access-Sig": signature,
    },
)
try:
    with urllib.request.urlopen(request) as response:
        print(response.status, response.read().decode())
except urllib.error.HTTPError as error:
    print(error.code, error.read().decode())
