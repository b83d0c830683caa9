"""Takes the secret from a password manager's command, whose output ends with a newline."""

import hashlib
import hmac
import os
import subprocess
import time
import urllib.error
import urllib.request

secret = subprocess.run(["printenv", "VK_SECRET"], capture_output=True, check=True).stdout
timestamp = str(int(time.time()))
signature = hmac.new(secret, f"{timestamp}.".encode(), hashlib.sha256).hexdigest()

request = urllib.request.Request(os.environ["VK_URL"] + "/v1/me")
request.add_header("X-API-Key", os.environ["VK_KEY"])
request.add_header("X-Timestamp", timestamp)
request.add_header("X-Signature", signature)
try:
    print(urllib.request.urlopen(request).status)
except urllib.error.HTTPError as error:
    print(error.code)
